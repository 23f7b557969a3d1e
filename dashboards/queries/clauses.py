"""Documents, every clause held against a unit, conflicts between clauses, printed figures reconciled, facts."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.queries.lists import ITSELF, unit_number
from dashboards.queries.shortfalls import BELOW, NAMES
from dashboards.queries.words import labelled
from dashboards.reading import frame as _read
from dashboards.reading import kept

_UNDER = "unit_id in (from below) and unit_id <> $unit_id"


def _latest(units: str, clauses: str = "true") -> str:
    """Each clause as it stands last on each of some units; what is not due yet is passed over."""
    return f"""
        pending as (
            select indicator_id, unit_id, period_type, period_start
            from marts.fct_indicator
            where boundary = 'as_was' and na_reason = 'not_due' and not is_partial and {units}
        ),
        assessed as materialized (
            select fct_assessment.rowid as held_row, clause_id, indicator_id, unit_id, period_type, period_start,
                period_end, numerator, denominator, value, coverage, is_partial, basis, status, is_lit, adopted, target,
                gap, structural_gap, gap_unit, path_target, path_gap, path_from, path_from_on, baseline_assumed
            from marts.fct_assessment
            anti join pending using (indicator_id, unit_id, period_type, period_start)
            where not is_partial and period_end <= $until and {units} and {clauses}
        ),
        latest as (
            select * exclude (held_row) from assessed
            semi join (select max_by(held_row, period_end) as held_row from assessed group by clause_id, unit_id)
                using (held_row)
        )
    """


def documents(unit_id: str) -> pd.DataFrame:
    """Every document and since when the unit follows it: its own first, then plans of the nation and the province."""
    return _read(
        """
        select policy.*, adopted_from
        from marts.dim_policy as policy
        left join (select policy_id, adopted_from from marts.dim_adoption where unit_id = $unit_id) using (policy_id)
        order by adopted_from is null, verification is null, policy_id
        """,
        unit_id=unit_id,
    )


@kept
def held(unit_id: str, until: dt.date) -> pd.DataFrame:
    """Every clause of every document, with the unit's latest complete assessment by it where there is one."""
    every = _read(
        """
        select clause.* exclude (norm_each, norm_per, norm_above, norm_base, norm_rounding, norm_at_least, norm_at_most,
                norm_from, conflicts_with, baseline, baseline_on),
            measure.name_zh as norm_zh, measure.name_en as norm_en
        from marts.dim_clause as clause
        left join marts.dim_measure as measure on clause.norm_measure = measure.measure_id
        order by clause.policy_id, clause.article, clause.clause_id
        """
    )
    stands = labelled(
        _read(
            f"with {_latest(ITSELF)} select latest.* exclude (indicator_id), null as na_reason from latest",
            unit_id=unit_id,
            unit_number=unit_number(unit_id),
            until=until,
        )
    )
    said = stands.columns.drop(["clause_id", "period_type"])
    known = dict(zip(stands["clause_id"], stands[said].to_numpy().tolist(), strict=True))
    rows = [
        [*row, *known.get(clause_id, [None] * len(said))]
        for clause_id, row in zip(every["clause_id"], every.to_numpy().tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=every.columns.append(said), dtype=object)


def below(unit_id: str, until: dt.date, policy_id: str) -> pd.DataFrame:
    """How many units below stand how by each clause of a document that binds at their level.

    Where they do not follow the document, the status only tells whether they reach what it asks.
    """
    clauses = "is_lit and clause_id in (select clause_id from marts.dim_clause where policy_id = $policy_id)"
    return _read(
        f"""
        with {BELOW}, {_latest(_UNDER, clauses)}
        select clause_id,
            case
                when adopted and status in ('met', 'on_track', 'behind', 'missed')
                    and $until > (select effective_to from marts.dim_policy where policy_id = $policy_id) then 'expired'
                when not adopted and status in ('met', 'on_track') then 'reached'
                when not adopted and status in ('missed', 'behind') then 'short'
                when coverage < 1 and status in ('met', 'on_track') then 'monitored'
                else status
            end as status,
            count(*) as units
        from latest group by all order by all
        """,
        unit_id=unit_id,
        until=until,
        policy_id=policy_id,
    )


def spread(clause_id: str, unit_id: str, until: dt.date) -> pd.DataFrame:
    """The units below by one clause: those it binds, or, where it binds none of them, all it has figures for."""
    return _read(
        f"""
        with {BELOW}, {NAMES}, {_latest(_UNDER, "clause_id = $clause_id")}
        select latest.*, clause.* exclude (clause_id, indicator_id, period_type), null as na_reason,
            label, label_zh, label_en, unit_name, unit_code
        from latest
        inner join marts.dim_period using (period_type, period_start)
        inner join names using (unit_id)
        inner join marts.dim_clause as clause on latest.clause_id = clause.clause_id
        where is_lit or not exists (from latest where is_lit)
        order by unit_code
        """,
        unit_id=unit_id,
        until=until,
        clause_id=clause_id,
    )


def conflicts() -> pd.DataFrame:
    """Every pair of clauses that conflict by their own declaration."""
    return _read("select * from marts.dim_clause_conflict order by conflict_id is null, clause_id, other_clause_id")


def conflict_figures(unit_id: str, until: dt.date) -> pd.DataFrame:
    """What each conflict comes to, in the unit and below it, in the latest period that is over."""
    return _read(
        f"""
        with {BELOW}, {NAMES}
        select worked.*, label, label_zh, label_en, unit_name, unit_code
        from marts.fct_clause_conflict as worked
        inner join marts.dim_period using (period_type, period_start)
        inner join names using (unit_id)
        where unit_id in (from below) and worked.period_end <= $until
        qualify row_number() over (partition by conflict_id, unit_id order by worked.period_end desc) = 1
        order by conflict_id, unit_code
        """,
        unit_id=unit_id,
        until=until,
    )


def printed_figures(unit_id: str, until: dt.date) -> pd.DataFrame:
    """Figures the documents print about the unit and those below it, beside what the warehouse computes."""
    return _read(
        f"""
        with {BELOW}, {NAMES}
        select printed.*, unit_name, unit_code
        from marts.fct_reconciliation as printed
        inner join names using (unit_id)
        where unit_id in (from below)
        order by list_position(['deviates', 'not_computed', 'demo_fitted', 'demo', 'agrees'], verdict), fact_id, figure,
            unit_code
        """,
        unit_id=unit_id,
        until=until,
    )
