"""`linli withdraw`, `review`, `close`, `correct`: a decision goes into the ledger, and what it touches is built again.

Belongs here: who decides where nobody is named, and what is said. Does not belong here: what may be decided
(intake/decisions.py, intake/corrections.py), what follows from it (intake/standing.py, dbt).
"""

from __future__ import annotations

import getpass

from pipelines.commands.console import say
from pipelines.commands.run import run
from pipelines.errors import LinliError
from pipelines.intake import corrections, decisions
from pipelines.settings import home


def withdraw(delivery_id: str, why: str, who: str | None) -> None:
    """Take a delivery back and build again."""
    decisions.withdraw(home(), delivery_id, who or user(), why)
    _rebuild(f"已撤回 withdrawn: {delivery_id}")


def review(delivery_ids: list[str], remark: str, who: str | None, *, approve: bool, give_back: bool) -> None:
    """Approve or return deliveries and build again."""
    if approve == give_back:
        raise LinliError(
            "请写明 --approve（审核通过）或 --return（退回）其中之一。",
            "say one of --approve and --return.",
            "no_decision",
        )
    decisions.review(home(), delivery_ids, "approved" if approve else "returned", who or user(), remark)
    _rebuild(f"{'已审核 approved' if approve else '已退回 returned'}: {', '.join(delivery_ids)}")


def close(unit_code: str, period: str, why: str, who: str | None, *, reopen: bool) -> None:
    """Close a period or reopen it and build again."""
    decisions.close(home(), unit_code, period, who or user(), why, reopen=reopen)
    _rebuild(f"{'已解封 reopened' if reopen else '已封账 closed'}: {unit_code} {period}")


def correct(cell: corrections.Cell, new: str, old: str | None, why: str, who: str | None) -> None:
    """Correct a cell and build again."""
    corrections.correct(home(), cell, new, old, who or user(), why)
    _rebuild(f"已更正 corrected: {cell.delivery_id} {cell.sheet} {cell.row_number} {cell.column}")


def user() -> str:
    """Return who is at the keyboard, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise LinliError(
            "系统不知道当前用户，请用 --who 写明办理人。",
            "the system does not know who you are: say it with --who.",
            "no_user",
        ) from None


def _rebuild(done: str) -> None:
    # The decision stands from here on, whatever becomes of the build: the next run follows it.
    say(done)
    run(full=False, as_of=None)
