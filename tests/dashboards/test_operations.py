"""The operations page shows what the published file and the run log hold."""

from __future__ import annotations

import duckdb
from opening import Open, shown

from pipelines.product.runs import read_runs
from pipelines.settings import Home


def test_the_run_that_made_the_demo_is_in_the_log(demo_home: Home) -> None:
    run = read_runs(demo_home)[-1]
    with duckdb.connect(str(demo_home.published), read_only=True) as connection:
        rows = connection.execute("select sum(rows_read) from marts.dq_delivery").fetchone()
    assert rows is not None
    assert (run.state, run.stage, run.facts["rows"]) == ("published", "publish", rows[0])
    assert run.seconds > 0


def test_checks_and_freshness_are_those_of_the_file(open_page: Open, demo_home: Home) -> None:
    with duckdb.connect(str(demo_home.published), read_only=True) as connection:
        checks = connection.execute("select says_zh from meta.audit_check").fetchall()
        back = connection.execute("select count(*) from marts.dq_delivery where rows_rejected > 0").fetchone()
        datasets = connection.execute(
            "select count(distinct dataset) from marts.dq_completeness where jurisdiction_id = 'nbs:6201'"
        ).fetchone()
        missing = connection.execute(
            """
            select count(*), max(due_on) from marts.dq_completeness
            where jurisdiction_id = 'nbs:6201' and dataset = 'credentials' and status = 'missing'
            """
        ).fetchone()
    assert back and datasets and missing
    text = shown(open_page("operations", unit="6201"))
    assert all(says in text for (says,) in checks)
    assert f"有退回行的报送：{back[0]} 份" in text
    table = text[text.index("兰州市截至") :]
    assert table.count("<tr>") == datasets[0] + 1
    day = missing[1]
    assert f"{missing[0]} 份，最近一份应于{day.year}年{day.month}月{day.day}日报" in table


def test_the_way_to_the_scheduler_is_shown(open_page: Open) -> None:
    text = shown(open_page("operations", lang="en"))
    assert "make orchestrate" in text
