"""`linli run`: walk the road once and say what came of it.

Belongs here: whether to walk, and the summary. Does not belong here: the road (road.py) and its assets (assets/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.commands.console import say, warn
from pipelines.commands.progress import shown_progress
from pipelines.followed import history_log, walk_followed
from pipelines.product.published import open_published
from pipelines.road import Walk, require_deliveries, up_to_date
from pipelines.settings import home
from pipelines.warehouse.spark_server import require_spark

if TYPE_CHECKING:
    from datetime import date

UNCHANGED = (
    "没有新数据, 已发布的就是最新的; 要重建请用 linli run --full / "
    "nothing new, what is published is up to date; linli run --full rebuilds"
)


def run(*, full: bool, as_of: date | None, engine: str = "duckdb") -> None:
    """Walk the road, unless everything delivered is published already."""
    if engine == "spark":
        require_spark()
    place = home()
    require_deliveries(place)
    if not full and as_of is None and up_to_date(place):
        say(UNCHANGED)
        return
    with shown_progress() as listener:
        walk = Walk(place, listener, engine, whole=full)
        follower = walk_followed(walk, as_of)
    for line in summary(walk):
        say(line)
    if not follower.finished():
        warn(
            f"已发布, 但运行历史未能写入 Dagster: {history_log(place)} / "
            f"published, but the run could not be entered into Dagster's history: {history_log(place)}"
        )


def summary(walk: Walk) -> list[str]:
    """Say files, rows, rejections, checks, seconds."""
    intake = walk.intake
    assert intake is not None
    tests = sum(node.is_test for node in walk.nodes)
    accepted, rejected = _rows(walk)
    waiting = walk.sent_back.waiting if walk.sent_back else 0
    mending = [f"待修改 to mend: {waiting} 份 workbooks, {walk.home.rejects}"] if waiting else []
    told = [
        f"文件 files: {intake.files} (退回 refused {intake.refused}, 重复 duplicate {intake.duplicates})",
        f"行 rows: {intake.rows} 新 new; 全部 in all: 接收 accepted {accepted}, 退回 rejected {rejected}",
    ]
    if walk.is_unchanged:
        return [*told, UNCHANGED]
    return [
        *told,
        *mending,
        f"检查 checks: {tests + len(walk.checks)} 通过 passed (dbt {tests}, 审核 audit {len(walk.checks)})",
        f"用时 seconds: {walk.seconds:.1f}",
        f"已发布 published: {walk.home.published}",
    ]


def _rows(walk: Walk) -> tuple[int, int]:
    with open_published(walk.home.published) as connection:
        found = connection.execute(
            "select coalesce(sum(rows_accepted), 0)::bigint, coalesce(sum(rows_rejected), 0)::bigint"
            " from marts.dq_delivery"
        ).fetchall()
    return found[0]
