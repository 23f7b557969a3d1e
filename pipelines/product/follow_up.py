"""What is said of one gap on the worklist: whom it is assigned to, by when, how far it is; handed in as a delivery.

Belongs here: one follow-up as a file of the dataset follow_ups, and reading back those that still wait in landing.
Does not belong here: which gaps there are (worklist.py), how a file gets into landing (hand_in.py).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass
from pathlib import Path

from pipelines.catalog.contracts import load_contracts
from pipelines.errors import LinliError
from pipelines.product.hand_in import hand_in
from pipelines.product.harmless import harmless
from pipelines.settings import Home

DATASET = "follow_ups"
_COLUMNS = ("unit", "clause_id", "stated_on", "state", "promised_on", "assigned_to", "remark")


@dataclass(frozen=True)
class FollowUp:
    """What is said of a gap on a day; `unit` is the unit's code."""

    unit: str
    clause_id: str
    stated_on: dt.date
    state: str
    promised_on: dt.date | None = None
    assigned_to: str = ""
    remark: str = ""


def day_of(text: str) -> dt.date | None:
    """Read a day as people write one: 2018-09-30, 2018.9.30, 2018年9月30日; None where there is nothing."""
    if not text.strip():
        return None
    try:
        year, month, day = map(int, re.findall(r"\d+", text))
        return dt.date(year, month, day)
    except ValueError:
        raise LinliError(
            f"“{text}”不是日期：请写成 2018-09-30 或 2018年9月30日。",
            f"'{text}' is no day: write it like 2018-09-30.",
            code="bad_day",
        ) from None


def as_file(said: FollowUp) -> tuple[str, bytes]:
    """Return name and content of the delivery that says so, headed as the contract heads it."""
    contract = load_contracts()[DATASET]
    texts = {
        "unit": said.unit,
        "clause_id": said.clause_id,
        "stated_on": said.stated_on.isoformat(),
        "state": contract.by_name["state"].codes[said.state][0],
        "promised_on": said.promised_on.isoformat() if said.promised_on else "",
        "assigned_to": harmless(said.assigned_to.strip()),
        "remark": harmless(said.remark.strip()),
    }
    target = io.StringIO()
    rows = csv.writer(target, lineterminator="\r\n")
    rows.writerow(contract.by_name[name].header for name in _COLUMNS)
    rows.writerow(texts[name] for name in _COLUMNS)
    return f"{contract.title.zh}_{said.unit}_{said.clause_id}.csv", target.getvalue().encode("utf-8-sig")


def hand_in_follow_up(home: Home, sender_code: str, said: FollowUp) -> Path:
    """Put the follow-up into the sender's folder of landing; it counts from the next run."""
    return hand_in(home, sender_code, *as_file(said))


def waiting(home: Home) -> dict[tuple[str, str], FollowUp]:
    """Return the follow-ups in landing that no run has taken in yet, the latest of each unit's code and clause."""
    contract = load_contracts()[DATASET]
    states = {labels[0]: code for code, labels in contract.by_name["state"].codes.items()}
    found: dict[tuple[str, str], FollowUp] = {}
    for path in sorted(home.landing.glob(f"*/{contract.title.zh}_*.csv"), key=_written_at):
        said = _read(path, [contract.by_name[name].header for name in _COLUMNS], states)
        if said is not None:
            found[said.unit, said.clause_id] = said
    return found


def _written_at(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _read(path: Path, headers: list[str], states: dict[str, str]) -> FollowUp | None:
    """Return what a file of ours says; None for one that is somebody else's, or was taken in just now."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        if len(rows) != 2 or rows[0] != headers:
            return None
        unit, clause_id, stated_on, state, promised_on, assigned_to, remark = rows[1]
        promised = dt.date.fromisoformat(promised_on) if promised_on else None
        return FollowUp(unit, clause_id, dt.date.fromisoformat(stated_on), states[state], promised, assigned_to, remark)
    except (OSError, ValueError, KeyError):
        return None
