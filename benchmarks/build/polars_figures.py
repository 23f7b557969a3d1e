"""What rows add up to, in polars: amounts by unit and period, rolled up the tree, divided.

Belongs here: measures and figures. Does not belong here: reading and rejecting (in_polars.py).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.build import texts
from benchmarks.build.pandas_figures import SHOWN_BY_VISITS, UNTOLD

NEVER = date(2200, 1, 1)
PERIOD = ["period_type", "period_start"]


class Amounts:
    """Amounts by measure, unit, period; fed dataset by dataset."""

    def __init__(self) -> None:
        self.parts: list[pl.DataFrame] = []
        names = ["period_type", "period_start", "first", "last"]
        self.periods = pl.DataFrame(texts.periods(), schema=names, orient="row")
        months = self.periods.filter(period_type="month")
        self.months = months.select(
            month="first", first_day="period_start", last_day=pl.col("period_start").dt.month_end()
        )
        span = pl.int_ranges("first", pl.col("last") + 1).alias("month")
        self.of_month = self.periods.select(*PERIOD, span).explode("month")
        self.thursdays = pl.DataFrame({"thursday": texts.thursdays()})

    def add_people(self, counts: pl.DataFrame, workers: pl.DataFrame, certificates: pl.DataFrame) -> None:
        """Stocks of residents and staff, and what falls due for every grid worker."""
        held = self._held(_spells(counts))
        for name in ("households", "residents"):
            self._stock(name, held, pl.col(name))
        self.roster = _spells(workers)
        first = certificates.group_by("person_id").agg(certified_on=pl.col("obtained_on").min())
        held = self._held(self.roster).join(first, on="person_id", how="left")
        young = pl.col("born_on").dt.offset_by("540mo") > pl.col("last_day")
        certified = (pl.col("certified_on") <= pl.col("last_day")).fill_null(False)
        self._stock("workers", held, pl.lit(1))
        self._stock("workers_under_45", held, young)
        self._stock("workers_certified", held, certified)
        self._stock("workers_under_45_certified", held, young & certified)
        self._stock("committee_directors", held, pl.col("post").is_in(["director", "vice_director"]))
        self.grid_months = held.filter(pl.col("grid_no").is_not_null())
        self._flow("grid_worker_months", self.grid_months, "last_day")
        spells = self.roster.filter(pl.col("grid_no").is_not_null())
        self.due_weeks = spells.join_where(
            self.thursdays, pl.col("thursday") >= pl.col("since"), pl.col("thursday") < pl.col("until")
        )
        self._flow("grid_worker_weeks", self.due_weeks, "thursday")

    def add_registers(self, households: pl.DataFrame) -> None:
        """Key households, as long as their list is in force."""
        self.key_houses = _spells(households).filter(pl.col("key_group").is_not_null())
        held = self._held(self.key_houses)
        self._stock("key_households", held, pl.lit(1))
        self._stock("elderly_households", held, pl.col("key_group") == "lone_elderly")

    def add_visits(self, visits: pl.DataFrame) -> None:
        """Households seen, key households seen thrice, workers' months and weeks."""
        visits = visits.with_columns(_month("visited_on"))
        self._distinct("households_visited", visits)
        key = visits.join(self.key_houses.select("unit", "household_no", "since", "until"), on=["unit", "household_no"])
        key = key.filter(_in_force("visited_on"))
        sums = key.group_by("unit", "household_no", "month").len()
        self._distinct("key_households_visited", sums)
        longer = sums.join(self.of_month.filter(pl.col("period_type") != "month"), on="month")
        sums = longer.group_by("unit", "household_no", *PERIOD).agg(pl.col("len").sum())
        self._keep("key_households_visited_3", sums.filter(pl.col("len") >= 3).with_columns(amount=1))
        self._workers(visits)

    def _workers(self, visits: pl.DataFrame) -> None:
        badges = self.roster.filter(~pl.struct("unit", "staff_no", "since").is_duplicated())
        badges = badges.select("unit", "staff_no", "person_id", "since", "until")
        days = visits.group_by("unit", "staff_no", "visited_on", "month").len()
        days = days.join(badges, on=["unit", "staff_no"]).filter(_in_force("visited_on"))
        weeks = days.select("unit", "person_id", thursday=_thursday("visited_on")).unique()
        due = self.due_weeks.select("unit", "person_id", "thursday")
        self._flow("worker_weeks_visiting", weeks.join(due, on=due.columns, how="semi"), "thursday")
        # Eighty households take eighty visits.
        busy = days.group_by("unit", "staff_no", "person_id", "month").agg(pl.col("len").sum())
        busy = busy.filter(pl.col("len") >= 80).join(self.grid_months, on=["unit", "person_id", "month"], how="semi")
        houses = visits.join(busy, on=["unit", "staff_no", "month"])
        many = houses.group_by("unit", "person_id", "month").agg(pl.col("household_no").n_unique())
        self._monthly("worker_months_80", many.filter(pl.col("household_no") >= 80).with_columns(amount=1))

    def add_meetings(self, meetings: pl.DataFrame, units: pl.DataFrame) -> None:
        """Heads at meetings; weeks with a weekly one, and weeks in which one was due."""
        heads = meetings.filter(pl.col("kind") != "weekly")
        self._flow("attendances", heads, "held_on", pl.col("attended"))
        self._flow("attendances_expected", heads, "held_on", pl.col("expected"))
        met = meetings.filter(kind="weekly").select("unit", thursday=_thursday("held_on")).unique()
        local = units.filter(pl.col("unit_type").is_in(["community", "village"]))
        due = local.select(unit="unit_id").join(self.thursdays, how="cross")
        for name, weeks in (("weeks_with_meeting", met.filter(pl.col("thursday") <= texts.AS_OF)), ("weeks_due", due)):
            self._flow(name, weeks, "thursday")
            start = pl.col("thursday").dt.offset_by("-3d")
            self._keep(name, weeks.with_columns(period_type=pl.lit("week"), period_start=start, amount=1))

    def add_cases(self, cases: pl.DataFrame) -> None:
        """Matters by kind, on the day they came."""
        counted = {"simple_cases": "simple", "complex_cases": "complex", "home_requests": "home_service",
                   "hazards": "hazard", "opinions": "opinion"}  # fmt: skip
        self._flow("cases_received", cases, "received_on")
        self._flow("cases_told_at_once", cases, "received_on", (pl.col("told_at_once") == "yes").fill_null(False))
        for name, kind in counted.items():
            self._flow(name, cases, "received_on", pl.col("kind") == kind)
        for name in UNTOLD:
            self._flow(name, cases, "received_on", pl.lit(0))

    def add_funding(self, bookings: pl.DataFrame) -> None:
        """Money by stage and purpose; in cents, so that sums are exact."""
        cents = (pl.col("amount") * 100).round().cast(pl.Int64)
        for stage in ("budgeted", "allocated", "spent"):
            for name, purpose in (
                ("funding", pl.lit(True)), *((p, pl.col("category") == p) for p in ("office", "service"))
            ):  # fmt: skip
                amount = pl.when((pl.col("stage") == stage) & purpose).then(cents).otherwise(0)
                self._flow(f"{name}_{stage}", bookings, "booked_on", amount, 100)

    def _held(self, spells: pl.DataFrame) -> pl.DataFrame:
        lists = spells.select("since", "until").unique().join(self.months, how="cross")
        return spells.join(lists.filter(_in_force("last_day")), on=["since", "until"])

    def _stock(self, measure: str, held: pl.DataFrame, amount: pl.Expr) -> None:
        rows = held.select("unit", "month", amount=amount.cast(pl.Int64))
        by_month = rows.group_by("unit", "month").agg(pl.col("amount").sum())
        self._keep(measure, by_month.join(self.periods, left_on="month", right_on="last"))

    def _flow(self, measure: str, rows: pl.DataFrame, day: str, amount: pl.Expr | None = None, parts: int = 1) -> None:
        rows = rows.filter(pl.col(day) <= texts.AS_OF)
        rows = rows.select("unit", _month(day), amount=pl.lit(1) if amount is None else amount.cast(pl.Int64))
        self._monthly(measure, rows.group_by("unit", "month").agg(pl.col("amount").cast(pl.Int64).sum()), parts)

    def _monthly(self, measure: str, rows: pl.DataFrame, parts: int = 1) -> None:
        self._keep(measure, rows.with_columns(pl.col("month").cast(pl.Int64)).join(self.of_month, on="month"), parts)

    def _distinct(self, measure: str, seen: pl.DataFrame) -> None:
        starts = self.months.select("month", period_start="first_day")
        for kind, months in (("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12)):
            period = pl.col("month") // months * months
            once = seen.select("unit", "household_no", period).unique().group_by("unit", "month").len("amount")
            self._keep(measure, once.join(starts, on="month").with_columns(period_type=pl.lit(kind)))

    def _keep(self, measure: str, rows: pl.DataFrame, parts: int = 1) -> None:
        summed = rows.group_by("unit", *PERIOD).agg(pl.col("amount").cast(pl.Int64).sum())
        self.parts.append(summed.with_columns(measure=pl.lit(measure), parts=pl.lit(parts)))


def figures(amounts: Amounts, units: pl.DataFrame, given: Path) -> pl.DataFrame:
    """Roll up the tree, then divide, at the levels and periods each indicator asks for."""
    tree = [units.select(unit="unit_id", ancestor="unit_id")]
    parents = units.select(ancestor="unit_id", parent="parent_id")
    while len(level := tree[-1].join(parents, on="ancestor").select("unit", ancestor="parent").drop_nulls()):
        tree.append(level)
    by = ["measure", "ancestor", *PERIOD]
    sums = (pl.col("amount").sum(), pl.col("parts").max())
    totals = pl.concat(amounts.parts).join(pl.concat(tree), on="unit").group_by(by).agg(*sums)
    shown = totals.filter(measure="households_visited").with_columns(amount=pl.lit(0, pl.Int64))
    shown_too = [shown.with_columns(measure=pl.lit(name)) for name in SHOWN_BY_VISITS]
    totals = pl.concat([totals, *shown_too]).group_by(by).agg(*sums)
    totals = totals.with_columns(amount=pl.col("amount") / pl.col("parts")).drop("parts")
    indicators = pl.read_parquet(given / "indicator.parquet")
    indicators = indicators.select("indicator_id", "factor", measure="numerator", below="denominator")
    scopes = pl.read_parquet(given / "indicator_scope.parquet").select("indicator_id", "unit_type", "period_type")
    rows = indicators.join(totals.rename({"amount": "numerator"}), on="measure")
    rows = rows.join(units.select(ancestor="unit_id", unit_type="unit_type"), on="ancestor")
    rows = rows.join(scopes, on=scopes.columns, how="semi")
    below = totals.rename({"measure": "below", "amount": "denominator"})
    rows = rows.join(below, on=["below", *by[1:]], how="left")
    rows = rows.filter(pl.col("below").is_null() | (pl.col("denominator") > 0))
    value = pl.col("numerator") / pl.col("denominator").fill_null(1) * pl.col("factor")
    return rows.select("indicator_id", *PERIOD, "numerator", "denominator", unit_id="ancestor", value=value)


def _spells(rows: pl.DataFrame) -> pl.DataFrame:
    """A list holds from its day until its unit's next."""
    lists = rows.select("unit", "as_on").unique().sort("unit", "as_on")
    lists = lists.with_columns(until=pl.col("as_on").shift(-1).over("unit").fill_null(NEVER))
    return rows.join(lists, on=["unit", "as_on"]).rename({"as_on": "since"})


def _in_force(day: str) -> pl.Expr:
    return (pl.col(day) >= pl.col("since")) & (pl.col(day) < pl.col("until"))


def _month(day: str) -> pl.Expr:
    return (pl.col(day).dt.year().cast(pl.Int64) * 12 + pl.col(day).dt.month() - 1).alias("month")


def _thursday(day: str) -> pl.Expr:
    return pl.col(day).dt.truncate("1w").dt.offset_by("3d")
