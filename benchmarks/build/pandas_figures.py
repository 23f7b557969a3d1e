"""What rows add up to, in pandas: amounts by unit and period, rolled up the tree, divided.

Belongs here: measures and figures. Does not belong here: reading and rejecting (in_pandas.py).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.build import texts

AS_OF = pd.Timestamp(texts.AS_OF)
NEVER = pd.Timestamp("2200-01-01")
# What the city's files have no column for counts nought.
UNTOLD = ("cases_with_handler", "cases_first_received", "simple_on_the_spot", "complex_referred", "home_fulfilled",
          "hazards_referred", "facility_complaints", "elderly_help")  # fmt: skip
SHOWN_BY_VISITS = ("key_households_visited", "key_households_visited_3", "worker_months_80", "worker_weeks_visiting")


class Amounts:
    """Amounts by measure, unit, period; fed dataset by dataset."""

    def __init__(self) -> None:
        self.parts: list[pd.DataFrame] = []
        self.periods = pd.DataFrame(texts.periods(), columns=["period_type", "period_start", "first", "last"])
        self.periods["period_start"] = pd.to_datetime(self.periods["period_start"])
        self.months = self.periods[self.periods["period_type"] == "month"][["first", "period_start"]]
        self.months = self.months.set_axis(["month", "first_day"], axis=1)
        self.months["last_day"] = self.months["first_day"] + pd.offsets.MonthEnd(0)
        spread = self.periods.assign(month=[range(a, b + 1) for a, b in self.periods[["first", "last"]].to_numpy()])
        self.of_month = spread.explode("month")[["month", "period_type", "period_start"]].astype({"month": "int64"})
        self.thursdays = pd.DataFrame({"thursday": pd.to_datetime(pd.Series(texts.thursdays()))})

    def add_people(self, counts: pd.DataFrame, workers: pd.DataFrame, certificates: pd.DataFrame) -> None:
        """Stocks of residents and staff, and what falls due for every grid worker."""
        held = self._held(_spells(counts))
        for name in ("households", "residents"):
            self._stock(name, held.assign(amount=held[name]))
        self.roster = _spells(workers)
        first = certificates.groupby("person_id")["obtained_on"].min()
        held = self._held(self.roster)
        young = held["born_on"] + pd.DateOffset(months=540) > held["last_day"]
        certified = held["person_id"].map(first) <= held["last_day"]
        self._stock("workers", held.assign(amount=1))
        self._stock("workers_under_45", held.assign(amount=young.astype(int)))
        self._stock("workers_certified", held.assign(amount=certified.astype(int)))
        self._stock("workers_under_45_certified", held.assign(amount=(young & certified).astype(int)))
        self._stock("committee_directors", held.assign(amount=held["post"].isin(["director", "vice_director"]) * 1))
        self.grid_months = held[held["grid_no"].notna()]
        self._flow("grid_worker_months", self.grid_months, self.grid_months["last_day"])
        grid = self.roster[self.roster["grid_no"].notna()].merge(self.thursdays, how="cross")
        self.due_weeks = grid[(grid["thursday"] >= grid["since"]) & (grid["thursday"] < grid["until"])]
        self._flow("grid_worker_weeks", self.due_weeks, self.due_weeks["thursday"])

    def add_registers(self, households: pd.DataFrame) -> None:
        """Key households, as long as their list is in force."""
        self.key_houses = _spells(households)
        self.key_houses = self.key_houses[self.key_houses["key_group"].notna()]
        held = self._held(self.key_houses)
        self._stock("key_households", held.assign(amount=1))
        self._stock("elderly_households", held.assign(amount=(held["key_group"] == "lone_elderly").astype(int)))

    def add_visits(self, visits: pd.DataFrame) -> None:
        """Households seen, key households seen thrice, workers' months and weeks."""
        visits["month"] = _month(visits["visited_on"])
        seen = visits[["unit", "household_no", "month"]].drop_duplicates()
        self._distinct("households_visited", seen, ["household_no"])
        key = visits.merge(self.key_houses[["unit", "household_no", "since", "until"]], on=["unit", "household_no"])
        key = key[(key["visited_on"] >= key["since"]) & (key["visited_on"] < key["until"])]
        sums = key.groupby(["unit", "household_no", "month"], as_index=False).size()
        self._distinct("key_households_visited", sums, ["household_no"])
        longer = sums.merge(self.of_month[self.of_month["period_type"] != "month"], on="month")
        by_period = longer.groupby(["unit", "household_no", "period_type", "period_start"], as_index=False)[
            "size"
        ].sum()
        self._keep("key_households_visited_3", by_period[by_period["size"] >= 3].assign(amount=1))
        self._workers(visits)

    def _workers(self, visits: pd.DataFrame) -> None:
        badges = self.roster.drop_duplicates(["unit", "staff_no", "since"], keep=False)
        days = visits.groupby(["unit", "staff_no", "visited_on"], as_index=False).size()
        days = days.merge(badges[["unit", "staff_no", "person_id", "since", "until"]], on=["unit", "staff_no"])
        days = days[(days["visited_on"] >= days["since"]) & (days["visited_on"] < days["until"])]
        thursday = days["visited_on"] - pd.to_timedelta(days["visited_on"].dt.day_of_week - 3, unit="D")
        weeks = days.assign(thursday=thursday)[["unit", "person_id", "thursday"]].drop_duplicates()
        weeks = weeks.merge(self.due_weeks[["unit", "person_id", "thursday"]])
        self._flow("worker_weeks_visiting", weeks, weeks["thursday"])
        # Eighty households take eighty visits.
        days["month"] = _month(days["visited_on"])
        busy = days.groupby(["unit", "staff_no", "person_id", "month"], as_index=False)["size"].sum()
        busy = busy[busy["size"] >= 80].merge(self.grid_months[["unit", "person_id", "month"]])
        houses = visits.merge(busy[["unit", "staff_no", "person_id", "month"]])
        many = houses.groupby(["unit", "person_id", "month"], as_index=False)["household_no"].nunique()
        many = many[many["household_no"] >= 80]
        self._monthly("worker_months_80", many.assign(amount=1))

    def add_meetings(self, meetings: pd.DataFrame, units: pd.DataFrame) -> None:
        """Heads at meetings; weeks with a weekly one, and weeks in which one was due."""
        heads = meetings[meetings["kind"] != "weekly"]
        self._flow("attendances", heads.assign(amount=heads["attended"]), heads["held_on"])
        self._flow("attendances_expected", heads.assign(amount=heads["expected"]), heads["held_on"])
        weekly = meetings[meetings["kind"] == "weekly"]
        thursday = weekly["held_on"] - pd.to_timedelta(weekly["held_on"].dt.day_of_week - 3, unit="D")
        met = weekly.assign(thursday=thursday)[["unit", "thursday"]].drop_duplicates()
        local = units[units["unit_type"].isin(["community", "village"])]
        due = local.rename(columns={"unit_id": "unit"})[["unit"]].merge(self.thursdays, how="cross")
        for name, weeks in (("weeks_with_meeting", met[met["thursday"] <= AS_OF]), ("weeks_due", due)):
            self._flow(name, weeks, weeks["thursday"])
            monday = weeks["thursday"] - pd.Timedelta(days=3)
            self._keep(name, weeks.assign(period_type="week", period_start=monday, amount=1))

    def add_cases(self, cases: pd.DataFrame) -> None:
        """Matters by kind, on the day they came."""
        counted = {"simple_cases": "simple", "complex_cases": "complex", "home_requests": "home_service",
                   "hazards": "hazard", "opinions": "opinion"}  # fmt: skip
        self._flow("cases_received", cases, cases["received_on"])
        self._flow(
            "cases_told_at_once", cases.assign(amount=(cases["told_at_once"] == "yes") * 1), cases["received_on"]
        )
        for name, kind in counted.items():
            self._flow(name, cases.assign(amount=(cases["kind"] == kind) * 1), cases["received_on"])
        for name in UNTOLD:
            self._flow(name, cases.assign(amount=0), cases["received_on"])

    def add_funding(self, bookings: pd.DataFrame) -> None:
        """Money by stage and purpose; in cents, so that sums are exact."""
        cents = (bookings["amount"] * 100).round().astype("int64")
        for stage in ("budgeted", "allocated", "spent"):
            for name, purpose in (("funding", True), *((p, bookings["category"] == p) for p in ("office", "service"))):
                amount = cents.where((bookings["stage"] == stage) & purpose, 0)
                self._flow(f"{name}_{stage}", bookings.assign(amount=amount), bookings["booked_on"], 100)

    def _held(self, spells: pd.DataFrame) -> pd.DataFrame:
        lists = spells[["since", "until"]].drop_duplicates().merge(self.months, how="cross")
        lists = lists[(lists["last_day"] >= lists["since"]) & (lists["last_day"] < lists["until"])]
        return spells.merge(lists, on=["since", "until"])

    def _stock(self, measure: str, held: pd.DataFrame) -> None:
        by_month = held.groupby(["unit", "month"], as_index=False)["amount"].sum()
        self._keep(measure, by_month.merge(self.periods, left_on="month", right_on="last"))

    def _flow(self, measure: str, rows: pd.DataFrame, day: pd.Series, parts: int = 1) -> None:
        rows = rows.assign(month=_month(day))[day <= AS_OF]
        rows = rows if "amount" in rows else rows.assign(amount=1)
        by_month = rows.groupby(["unit", "month"], as_index=False)["amount"].sum()
        self._monthly(measure, by_month, parts)

    def _monthly(self, measure: str, rows: pd.DataFrame, parts: int = 1) -> None:
        longer = rows.merge(self.of_month, on="month")
        summed = longer.groupby(["unit", "period_type", "period_start"], as_index=False)["amount"].sum()
        self._keep(measure, summed, parts)

    def _distinct(self, measure: str, seen: pd.DataFrame, key: list[str]) -> None:
        for kind, months in (("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12)):
            period = seen["month"] // months * months
            once = seen.assign(month=period)[["unit", *key, "month"]].drop_duplicates()
            counted = once.groupby(["unit", "month"], as_index=False).size().rename(columns={"size": "amount"})
            starts = self.months[["month", "first_day"]].rename(columns={"first_day": "period_start"})
            self._keep(measure, counted.merge(starts, on="month").assign(period_type=kind))

    def _keep(self, measure: str, rows: pd.DataFrame, parts: int = 1) -> None:
        columns = ["unit", "period_type", "period_start", "amount"]
        summed = rows.groupby(columns[:3], as_index=False)["amount"].sum()
        self.parts.append(summed.assign(measure=measure, parts=parts))


def figures(amounts: Amounts, units: pd.DataFrame, given: Path) -> pd.DataFrame:
    """Roll up the tree, then divide, at the levels and periods each indicator asks for."""
    tree = units[["unit_id", "unit_id"]].set_axis(["unit", "ancestor"], axis=1)
    parents, level = units.set_index("unit_id")["parent_id"], tree
    while len(level := level.assign(ancestor=level["ancestor"].map(parents)).dropna()):
        tree = pd.concat([tree, level])
    by = ["measure", "ancestor", "period_type", "period_start"]
    every = pd.concat(amounts.parts).merge(tree, on="unit")
    totals = every.groupby(by, as_index=False).agg(amount=("amount", "sum"), parts=("parts", "max"))
    shown = totals[totals["measure"] == "households_visited"].assign(amount=0)
    totals = pd.concat([totals, *(shown.assign(measure=name) for name in SHOWN_BY_VISITS)])
    totals = totals.groupby(by, as_index=False).agg(amount=("amount", "sum"), parts=("parts", "max"))
    totals["amount"] = totals["amount"].astype("float64") / totals.pop("parts")
    indicators = pd.read_parquet(given / "indicator.parquet")[["indicator_id", "numerator", "denominator", "factor"]]
    indicators = indicators.rename(columns={"numerator": "measure", "denominator": "below"})
    scopes = pd.read_parquet(given / "indicator_scope.parquet")
    rows = indicators.merge(totals, on="measure").rename(columns={"amount": "numerator"})
    rows = rows.merge(units[["unit_id", "unit_type"]], left_on="ancestor", right_on="unit_id")
    rows = rows.merge(scopes[["indicator_id", "unit_type", "period_type"]])
    below = totals.rename(columns={"measure": "below", "amount": "denominator"})
    rows = rows.merge(below, on=["below", *by[1:]], how="left")
    rows = rows[rows["below"].isna() | (rows["denominator"] > 0)]
    rows["value"] = rows["numerator"] / rows["denominator"].fillna(1) * rows["factor"]
    return rows[["indicator_id", "unit_id", "period_type", "period_start", "numerator", "denominator", "value"]]


def _spells(rows: pd.DataFrame) -> pd.DataFrame:
    """A list holds from its day until its unit's next."""
    lists = rows[["unit", "as_on"]].drop_duplicates().sort_values(["unit", "as_on"])
    lists["until"] = lists.groupby("unit")["as_on"].shift(-1).fillna(NEVER)
    return rows.merge(lists, on=["unit", "as_on"]).rename(columns={"as_on": "since"})


def _month(day: pd.Series) -> pd.Series:
    return day.dt.year * 12 + day.dt.month - 1
