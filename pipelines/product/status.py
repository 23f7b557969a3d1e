"""The statuses of assessments, follow-ups, reports due and deliveries, and how each is shown: icon, word, colour class.

Belongs here: what a status looks like and means to a reader. Does not belong here: how it is told (dbt: fct_assessment,
dq_completeness, dq_delivery) or which hex a colour class has (dashboards/theme.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Status:
    """One status: colour never speaks alone, so icon and word always go with it."""

    name: str
    icon: str
    zh: str
    en: str
    colour: Literal["good", "warn", "bad", "quiet"]
    severity: int

    def word(self, lang: Lang) -> str:
        """The word a reader sees."""
        return self.zh if lang == "zh" else self.en


_ALL = (
    Status("met", "✓", "达标", "Met", "good", 0),
    Status("on_track", "↗", "正常推进", "On track", "good", 1),
    Status("behind", "!", "滞后", "Behind", "warn", 3),
    Status("missed", "✕", "未达标", "Missed", "bad", 4),
    Status("monitored", "•", "监测", "Monitored", "quiet", 0),
    Status("no_data", "–", "无数据", "No data", "quiet", 2),
    Status("not_applicable", "⊘", "不适用", "Not applicable", "quiet", 0),
    Status("expired", "⌛", "已到期", "Expired", "quiet", 0),
)
STATUSES: dict[str, Status] = {status.name: status for status in _ALL}

# How far a unit says it is with a gap; one that is called done while the gap stands is nothing to be glad of.
FOLLOW_UPS: dict[str, Status] = {
    status.name: status
    for status in (
        Status("not_started", "○", "尚未启动", "Not started", "quiet", 2),
        Status("in_progress", "…", "办理中", "In progress", "quiet", 1),
        Status("done", "✓", "已办结，差距仍在", "Done, gap stands", "warn", 3),
        Status("disputed", "?", "存在异议", "Disputed", "warn", 4),
    )
}

_REPORTS = (
    Status("received", "✓", "已报", "Received", "good", 0),
    Status("not_yet_due", "…", "未到期", "Not yet due", "quiet", 1),
    Status("late", "!", "迟报", "Late", "warn", 2),
    Status("missing", "✕", "缺报", "Missing", "bad", 3),
)
# A report that is due, by its status in dq_completeness.
REPORTS: dict[str, Status] = {status.name: status for status in _REPORTS}

_DELIVERIES = (
    Status("accepted", "✓", "已接收", "Accepted", "good", 0),
    Status("waiting", "…", "等待接收", "Waiting", "quiet", 1),
    Status("taken_in", "…", "待计入", "Taken in", "quiet", 1),
    Status("withdrawn", "⊘", "已撤回", "Withdrawn", "quiet", 1),
    Status("submitted", "…", "待审核", "Under review", "quiet", 2),
    Status("held", "!", "封账暂缓", "Held", "warn", 2),
    Status("partly_accepted", "!", "部分退回", "Partly rejected", "warn", 3),
    Status("returned", "↩", "审核退回", "Returned", "bad", 4),
    Status("rejected", "✕", "全部退回", "Rejected", "bad", 4),
    Status("refused", "✕", "未能接收", "Refused", "bad", 4),
)
# A delivery, by its status in dq_delivery, or on its way there (arrivals.py).
DELIVERIES: dict[str, Status] = {status.name: status for status in _DELIVERIES}


def shown(name: str | None, *, is_lit: bool, is_partial: bool = False) -> Status:
    """Return the status as it may be shown: unlit clauses have no colour, incomplete data is never green."""
    status = STATUSES.get(name or "no_data", STATUSES["no_data"])
    if not is_lit and status.colour != "quiet":
        return STATUSES["monitored"]
    if is_partial and status.colour == "good":
        return STATUSES["monitored"]
    return status
