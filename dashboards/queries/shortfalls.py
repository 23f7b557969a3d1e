"""What falls short among the clauses that bind a unit and those below it, and how many stand at each status."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable
from typing import Any

import pandas as pd

from dashboards.queries.words import worded
from dashboards.reading import frame as _read
from dashboards.reading import kept
from pipelines.product.worklist import shortfall

BELOW = """
    below as (
        select distinct unit_id from marts.dim_unit_tree
        where tree = 'administrative' and ancestor_id = $unit_id
            and $until >= valid_from and $until < coalesce(valid_to, date '9999-12-31')
    )
"""
NAMES = """
    names as (
        select unit_id, max_by(name, valid_from) as unit_name, max_by(code, valid_from) as unit_code
        from marts.dim_unit group by unit_id
    )
"""
Row = dict[Hashable, Any]
# How many are shown; so many units an indicator come before one more.
SHOWN, BESIDE = 5, 2


def _verdicts(until: dt.date) -> pd.DataFrame:
    """The latest verdict of every clause that binds a unit, of all units: what one page found, all others know.

    What is not due yet is passed over, and so is what a document asked that is over. `shortfall` is a share of the
    target, and only told of what falls short.
    """
    return _read(
        f"""
        with ended as (
            select clause_id from marts.dim_clause inner join marts.dim_policy using (policy_id)
            where effective_to < $until
        ),
        bound as materialized (
            select fct_assessment.rowid as held_row, clause_id, indicator_id, unit_id, period_type, period_start,
                period_end, value, coverage, status, target, path_target
            from marts.fct_assessment anti join ended using (clause_id)
            where is_lit and adopted and not is_partial and period_end <= $until
        ),
        pending as (
            select indicator_id, unit_id, period_type, period_start
            from marts.fct_indicator
            semi join (from bound where value is null) as silent
                using (indicator_id, unit_id, period_type, period_start)
            where boundary = 'as_was' and na_reason = 'not_due'
        ),
        binding as (
            from bound where value is not null
            union all
            from bound anti join pending using (indicator_id, unit_id, period_type, period_start) where value is null
        ),
        latest as (select max_by(held_row, period_end) as held_row from binding group by clause_id, unit_id),
        {NAMES}
        select held_row, indicator_id, unit_id, unit_name, unit_code, clause_id, deadline, headline,
            case when coverage < 1 and status in ('met', 'on_track') then 'monitored' else status end as status,
            case when status in ('missed', 'behind') and value is not null then {shortfall("bound")} end as shortfall
        from bound
        semi join latest using (held_row)
        inner join names using (unit_id)
        inner join (select clause_id, deadline from marts.dim_clause) using (clause_id)
        inner join (select indicator_id, bool_or(headline) as headline from marts.dim_indicator group by all)
            using (indicator_id)
        """,
        until=until,
    )


def _below(unit_id: str, until: dt.date) -> pd.DataFrame:
    """The verdicts of a unit and of those below it."""
    tree = _read(
        """
        select distinct ancestor_id, unit_id from marts.dim_unit_tree
        where tree = 'administrative' and $until >= valid_from and $until < coalesce(valid_to, date '9999-12-31')
        """,
        until=until,
    )
    verdicts = _verdicts(until)
    return verdicts[verdicts["unit_id"].isin(set(tree.loc[tree["ancestor_id"] == unit_id, "unit_id"]))]


@kept
def matters(unit_id: str, until: dt.date) -> pd.DataFrame:
    """The five worst shortfalls of clauses that bind, in the unit and below, headline indicators first.

    Two units an indicator come before a third.
    """
    found = _below(unit_id, until)

    def gravity(row: Row) -> tuple[bool, bool, float]:
        return row["status"] != "missed", row["unit_id"] != unit_id, -row["shortfall"]

    short = found[found["shortfall"].notna()].to_dict("records")
    short.sort(key=lambda row: (gravity(row), row["deadline"] or dt.date.max, row["clause_id"], row["unit_code"]))
    gravest: dict[tuple[str, str], Row] = {}
    for row in short:
        gravest.setdefault((row["indicator_id"], row["unit_id"]), row)
    places = Counter[str]()
    ranked: list[tuple[tuple[Any, ...], int]] = []
    for row in gravest.values():
        places[row["indicator_id"]] += 1
        is_one_more = places[row["indicator_id"]] > BESIDE
        rank = (is_one_more, not row["headline"], gravity(row), row["indicator_id"], row["unit_code"])
        ranked.append((rank, row["held_row"]))
    return _matters([held_row for _, held_row in sorted(ranked)[:SHOWN]], found)


def _matters(held_rows: list[int], known: pd.DataFrame) -> pd.DataFrame:
    """Some of the known verdicts, in this order, with all that is said of them."""
    if not held_rows:
        return pd.DataFrame()
    found = _read(
        """
        select rowid as held_row, clause_id, indicator_id, unit_id, period_type, period_start, period_end, numerator,
            denominator, value, coverage, is_partial, basis, status, is_lit, adopted, target, gap, structural_gap,
            gap_unit, path_target, path_gap, null as na_reason
        from marts.fct_assessment where rowid in (select unnest($held_rows))
        """,
        held_rows=held_rows,
    )
    named = found.merge(known[["held_row", "unit_name", "unit_code"]], on="held_row")
    return worded(named.set_index("held_row").loc[held_rows], short=True)


@kept
def lights(unit_id: str, until: dt.date) -> pd.DataFrame:
    """For the unit and each below it: how many clauses that bind it stand at each status."""
    found = _below(unit_id, until)
    counts = Counter(zip(found["unit_id"], found["status"], strict=True))
    return pd.DataFrame(
        [(unit, status, clauses) for (unit, status), clauses in counts.items()],
        columns=pd.Index(["unit_id", "status", "clauses"]),
    )
