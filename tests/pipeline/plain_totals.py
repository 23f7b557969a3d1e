"""Totals of Danghu counted in plain Python: what the published figures must equal.

Belongs here: counting. Does not belong here: reading files (plain_reader.py), comparing (test_demo_totals.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from plain_reader import Row, day, identity, read_folders, rows, whole

STREET = "330482001"
AS_OF = dt.date(2018, 6, 30)
WORKDAYS = Path(__file__).parents[2] / "seeds" / "reference" / "workdays.csv"
POSTS = re.findall(
    r"\w+",
    "书记 党组织书记 党委书记 主任 居委会主任 村主任 副主任 居委会副主任 站长 副站长 网格员 专职网格员 "
    "社区工作者 专职工作者 站员",
)
CREDENTIALS = ["助理社会工作师", "初级", "社会工作师", "中级", "高级社会工作师", "高级"]
MEETINGS = ["党员大会", "支部党员大会", "支委会", "支部委员会", "党小组会", "党课"]
STAGES = {"预算": "budgeted", "拨付": "allocated", "下达": "allocated", "支出": "spent", "执行": "spent"}

Key = tuple[str, str, dt.date]
Totals = dict[Key, float]


class Danghu:
    """The street's deliveries, counted."""

    def __init__(self, delivered: Path) -> None:
        self._sheets = read_folders([folder for folder in delivered.iterdir() if folder.name.startswith(STREET)])
        self._codes: dict[str, str] = {}
        for row in self._rows("单位代码表", "code name"):
            self._codes[row["name"]] = self._codes[row["code"]] = row["code"]
        self.members = sorted({code for code in self._codes.values() if code != STREET})

    def planned_points(self) -> dict[str, int]:
        """Points planned by unit, the street's sum too."""
        planned = {self._code(row): int(row["planned"]) for row in self._rows("友邻点建设方案", "unit planned")}
        return {**planned, STREET: sum(planned.values())}

    def staff(self) -> dict[str, dict[tuple[str, dt.date], int]]:
        """Workers on the rosters of each day, those under 45, those certified by then."""
        certified: dict[str, dt.date] = {}
        for row in self._rows("证书", "unit person credential obtained"):
            person, since = identity(row["person"]), day(row["obtained"])
            if self._code(row) and person and since and row["credential"] in CREDENTIALS:
                certified[person] = min(since, certified.get(person, since))
        counts: dict[str, dict[tuple[str, dt.date], int]] = {
            name: defaultdict(int) for name in ("workers", "workers_under_45", "workers_certified")
        }
        for row in self._once(self._rows("花名册", "unit as_on person badge born post started"), "as_on person"):
            on, person, born = day(row["as_on"]), identity(row["person"]), day(f"{row['born']}".rstrip("月") + "-1")
            if not (on and person and born and row["post"] in POSTS and str(row["badge"]).strip()):
                continue
            for unit in (self._code(row), STREET):
                counts["workers"][unit, on] += 1
                counts["workers_under_45"][unit, on] += dt.date(born.year + 45, born.month, 1) > on
                counts["workers_certified"][unit, on] += certified.get(person, dt.date.max) <= on
        return counts

    def households_visited(self) -> Totals:
        """Distinct households visited, by unit and period."""
        households: dict[Key, set[tuple[str, str]]] = defaultdict(set)
        complete = (
            row
            for row in self._rows("入户走访", "unit visited household visitor")
            if str(row["household"]).strip() and str(row["visitor"]).strip()
        )
        for row in self._once(complete, "visited household visitor"):
            on, unit = day(row["visited"]), self._code(row)
            if on and unit:
                for key in _keys(unit, on):
                    households[key].add((unit, row["household"]))
        return {key: len(found) for key, found in households.items()}

    def meetings(self) -> tuple[Totals, Totals]:
        """Heads that came to the four kinds of meetings, and heads expected."""
        attended: Totals = defaultdict(float)
        expected: Totals = defaultdict(float)
        for row in self._once(
            self._rows("三会一课", "unit organisation held kind expected attended"), "organisation held kind"
        ):
            on, came, due = day(row["held"]), whole(row["attended"]), whole(row["expected"])
            if on and came is not None and due is not None and row["kind"] in MEETINGS:
                for key in _keys(self._code(row), on):
                    attended[key] += came
                    expected[key] += due
        return attended, expected

    def funding(self) -> dict[str, Totals]:
        """Yuan by stage in the books of communities and villages; the street's own fund is not theirs."""
        totals: dict[str, Totals] = {stage: defaultdict(float) for stage in STAGES.values()}
        for row in self._once(self._rows("经费台账", "unit voucher booked stage category amount"), "voucher"):
            on, unit = day(row["booked"]), self._code(row)
            amount = str(row["amount"]).replace(".", "", 1)
            if on and unit in self.members and row["stage"] in STAGES and amount.isdigit():
                for key in _keys(unit, on):
                    totals[STAGES[row["stage"]]][key] += float(row["amount"])
        return totals

    def case_limits(self) -> tuple[Totals, Totals]:
        """Cases whose limit in working days ran out, and those of them that were closed by then."""
        exceptions = dict(line.split(",")[:2] for line in WORKDAYS.read_text(encoding="utf-8").splitlines()[1:])
        due: Totals = defaultdict(float)
        in_time: Totals = defaultdict(float)
        for row in self._once(self._rows("事项与诉求登记表", "unit case received limit closed"), "case"):
            on, left, closed = day(row["received"]), whole(row["limit"]) or 0, day(row["closed"])
            if not (on and left):
                continue
            while left:
                on += dt.timedelta(days=1)
                works = exceptions.get(on.isoformat(), "working" if on.weekday() < 5 else "off") == "working"
                left -= works
            for key in _keys(self._code(row), on):
                due[key] += 1
                in_time[key] += closed is not None and closed <= on
        return due, in_time

    def community_fund_donated(self) -> Totals:
        """Yuan that enterprises gave to communities' public-welfare funds."""
        totals: Totals = defaultdict(float)
        for row in self._once(self._rows("捐赠登记表", "unit gift given donor purpose sum"), "gift"):
            on = day(row["given"])
            if on and row["purpose"] == "社区公益基金" and row["donor"] == "企业":
                for key in _keys(self._code(row), on):
                    totals[key] += float(row["sum"])
        return totals

    def contracts(self) -> tuple[Totals, Totals]:
        """Contracts paid, and those evaluated no later than they were paid; the last report of each counts."""
        settled: Totals = defaultdict(float)
        evaluated: Totals = defaultdict(float)
        for row in self._once(self._rows("项目和事项台账", "unit project contract evaluated paid"), "project"):
            paid, checked = day(row["paid"]), day(row["evaluated"])
            if paid and day(row["contract"]):
                for key in {*_keys(self._code(row), paid)}:
                    settled[key] += 1
                    evaluated[key] += checked is not None and checked <= paid
        return settled, evaluated

    def _rows(self, form: str, columns: str) -> Iterator[Row]:
        return rows(self._sheets, form, columns)

    def _once(self, found: Iterator[Row], key: str) -> Iterator[Row]:
        """Drop a row that repeats the unit and key of one before it."""
        seen = set()
        for row in found:
            named = (self._code(row), *(str(day(row[name]) or row[name]) for name in key.split()))
            if self._code(row) and named not in seen:
                seen.add(named)
                yield row

    def _code(self, row: Row) -> str:
        """Return the unit's code, nothing for a unit that does not exist."""
        return self._codes.get(str(row["unit"]).strip(), "")


def _keys(unit: str, on: dt.date) -> Iterator[Key]:
    """Name every unit and period a day counts in."""
    starts = {
        "month": dt.date(on.year, on.month, 1),
        "quarter": dt.date(on.year, (on.month - 1) // 3 * 3 + 1, 1),
        "half_year": dt.date(on.year, 1 if on.month <= 6 else 7, 1),
        "year": dt.date(on.year, 1, 1),
    }
    if on <= AS_OF:
        for period_type, start in starts.items():
            yield unit, period_type, start
            yield STREET, period_type, start
