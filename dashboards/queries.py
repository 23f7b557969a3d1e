"""The only SQL of the pages: every statement they run, parameterised.

Belongs here: what a page reads from the published file. Does not belong here: holding the file open and keeping results
(reading.py), wording, layout, which rows a value was counted from (pipelines/product/explain.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboards.reading import frame as _read

# Figures with the clause that is held against them; one row a clause, or one row where no clause speaks.
_JUDGED = """
    select figures.indicator_id, figures.unit_id, figures.period_type, figures.period_start, figures.period_end,
        cast(figures.numerator as double) as numerator, cast(figures.denominator as double) as denominator,
        cast(figures.value as double) as value, cast(figures.coverage as double) as coverage, figures.na_reason,
        figures.is_partial, figures.basis, assessed.clause_id, assessed.status,
        coalesce(assessed.is_lit, false) as is_lit, coalesce(assessed.adopted, false) as adopted,
        cast(assessed.target as double) as target, cast(assessed.gap as double) as gap,
        cast(assessed.structural_gap as double) as structural_gap, assessed.gap_unit,
        cast(assessed.path_target as double) as path_target, cast(assessed.path_gap as double) as path_gap,
        clause.policy_id, clause.policy_title, clause.policy_title_en, clause.article, clause.comparator,
        cast(clause.target_high as double) as target_high, clause.deadline, clause.responsible_body,
        clause.responsible_body_en, clause.summary_zh, clause.summary_en, clause.strength = 'required' as is_required
    from marts.fct_indicator as figures
    left join marts.fct_assessment as assessed using (indicator_id, unit_id, period_type, period_start)
    left join marts.dim_clause as clause on assessed.clause_id = clause.clause_id
    where figures.boundary = 'as_was'
"""
# What may stand for a unit: complete, and past the day its deliveries were due.
_SETTLED = "not figures.is_partial and coalesce(figures.na_reason, '') <> 'not_due'"
_BEST = "adopted desc, is_lit desc, clause_id is not null desc, is_required desc"
_WITH_LAST_YEAR = """
    select chosen.*, period.label, period.label_zh, period.label_en, cast(before.value as double) as last_year
    from chosen
    inner join marts.dim_period as period using (period_type, period_start)
    left join marts.fct_indicator as before
        on chosen.indicator_id = before.indicator_id and chosen.unit_id = before.unit_id
        and chosen.period_type = before.period_type and before.boundary = 'as_was'
        and before.period_start = chosen.period_start - interval 1 year
    order by chosen.indicator_id, chosen.unit_id
"""
_BELOW = """
    below as (
        select distinct tree.unit_id from marts.dim_unit_tree as tree
        where tree.tree = 'administrative' and tree.ancestor_id = $unit_id
            and $until >= tree.valid_from and $until < coalesce(tree.valid_to, date '9999-12-31')
    )
"""
# Every clause that binds the unit or one below it, as it stands last.
_LATEST_LIT = f"""
    select * from (
        {_JUDGED} and figures.unit_id in (select unit_id from below) and figures.period_end <= $until
            and {_SETTLED} and assessed.is_lit
    )
    qualify row_number() over (partition by clause_id, unit_id order by period_end desc) = 1
"""


@dataclass(frozen=True)
class Jurisdiction:
    """One unit tree with its own as-of date."""

    jurisdiction_id: str
    name_zh: str
    name_en: str
    as_of: dt.date
    is_home: bool
    is_demo: bool


def jurisdictions() -> list[Jurisdiction]:
    """List the unit trees, the home unit's first."""
    rows = _read(
        "select jurisdiction_id, name_zh, name_en, as_of, is_home, is_demo from marts.dim_jurisdiction"
        " order by is_home desc, jurisdiction_id"
    )
    return [Jurisdiction(row[0], row[1], row[2], row[3].date(), row[4], row[5]) for row in rows.values.tolist()]


def units(jurisdiction_id: str) -> pd.DataFrame:
    """List the units of a tree as they stand last: unit_id, code, name, full_name, unit_type, parent_id, depth."""
    return _read(
        """
        select unit_id, code, name, full_name, unit_type, urban_rural, parent_id, depth
        from marts.dim_unit where jurisdiction_id = $jurisdiction_id
        qualify row_number() over (partition by unit_id order by valid_from desc) = 1
        order by depth, code
        """,
        jurisdiction_id=jurisdiction_id,
    )


def periods(jurisdiction_id: str) -> pd.DataFrame:
    """List the periods a tree has figures for, latest first, with is_complete by its as-of date."""
    return _read(
        """
        select period_type, period_start, period_end, label, label_zh, label_en, period_end <= as_of as is_complete
        from marts.dim_period
        inner join marts.dim_jurisdiction on period_start <= as_of and period_end >= starts_on
        where jurisdiction_id = $jurisdiction_id
        order by period_end desc, period_start
        """,
        jurisdiction_id=jurisdiction_id,
    )


def indicators() -> pd.DataFrame:
    """List the indicators in their latest version."""
    return _read(
        """
        select indicator_id, name_zh, name_en, definition_zh, definition_en, domain, unit_of_measure, "precision",
            direction, headline, numerator, denominator, owner_zh, owner_en
        from marts.dim_indicator
        qualify row_number() over (partition by indicator_id order by valid_from desc) = 1
        order by headline desc, domain, indicator_id
        """
    )


def standings(unit_id: str, until: dt.date) -> pd.DataFrame:
    """For each indicator of a unit: its latest settled figure up to a day, the clause that speaks first, last year."""
    return _read(
        f"""
        with chosen as (
            select * from ({_JUDGED} and figures.unit_id = $unit_id and figures.period_end <= $until and {_SETTLED})
            qualify row_number() over (
                partition by indicator_id order by {_BEST}, period_end desc, period_start, clause_id
            ) = 1
        )
        {_WITH_LAST_YEAR}
        """,
        unit_id=unit_id,
        until=until,
    )


def standing(indicator_id: str, unit_id: str, period_type: str, period_start: dt.date) -> pd.DataFrame:
    """One unit's figure of one indicator and period; empty where it is not computed."""
    return _read(
        f"""
        with chosen as (
            select * from (
                {_JUDGED} and figures.indicator_id = $indicator_id and figures.unit_id = $unit_id
                    and figures.period_type = $period_type and figures.period_start = $period_start
            )
            order by {_BEST}, clause_id limit 1
        )
        {_WITH_LAST_YEAR}
        """,
        indicator_id=indicator_id,
        unit_id=unit_id,
        period_type=period_type,
        period_start=period_start,
    )


def compared(unit_ids: list[str], cells: list[tuple[str, str, dt.date]]) -> pd.DataFrame:
    """The figures of several units at the given (indicator, period_type, period_start), one row each."""
    return _read(
        f"""
        with wanted as (
            select unnest($indicator_ids) as indicator_id, unnest($period_types) as period_type,
                unnest($period_starts) as period_start
        ),
        chosen as (
            select judged.* from ({_JUDGED} and figures.unit_id in (select unnest($unit_ids))) as judged
            inner join wanted using (indicator_id, period_type, period_start)
            qualify row_number() over (partition by indicator_id, unit_id order by {_BEST}, clause_id) = 1
        )
        {_WITH_LAST_YEAR}
        """,
        unit_ids=unit_ids,
        indicator_ids=[cell[0] for cell in cells],
        period_types=[cell[1] for cell in cells],
        period_starts=[cell[2] for cell in cells],
    )


def matters(unit_id: str, until: dt.date) -> pd.DataFrame:
    """What falls short of a clause that binds, in the unit and below: the worst first, at most two units a clause."""
    return _read(
        f"""
        with {_BELOW},
        latest as ({_LATEST_LIT}),
        short as (
            select *, abs(coalesce(path_target, target) - value) / nullif(abs(target), 0) as shortfall
            from latest where status in ('missed', 'behind') and value is not null
        )
        select short.*, unit.name as unit_name, unit.code as unit_code, period.label, period.label_zh, period.label_en
        from short
        inner join marts.dim_period as period using (period_type, period_start)
        inner join (
            select unit_id, max_by(name, valid_from) as name, max_by(code, valid_from) as code
            from marts.dim_unit group by unit_id
        ) as unit on short.unit_id = unit.unit_id
        qualify row_number() over (
            partition by clause_id order by short.unit_id = $unit_id desc, shortfall desc, short.unit_id
        ) <= 2
        order by status = 'missed' desc, short.unit_id = $unit_id desc, shortfall desc, clause_id, unit_code
        """,
        unit_id=unit_id,
        until=until,
    )


def lights(unit_id: str, until: dt.date) -> pd.DataFrame:
    """How many clauses that bind the unit or one below it stand at each status."""
    return _read(
        f"with {_BELOW}, latest as ({_LATEST_LIT}) select status, count(*) as clauses from latest group by status",
        unit_id=unit_id,
        until=until,
    )


def series(unit_id: str, indicator_ids: list[str], until: dt.date) -> pd.DataFrame:
    """Every complete figure of some indicators of a unit up to a day, oldest first."""
    return _read(
        """
        select indicator_id, period_type, period_start, period_end, label, label_zh, label_en,
            cast(numerator as double) as numerator, cast(denominator as double) as denominator,
            cast(value as double) as value, cast(coverage as double) as coverage, basis
        from marts.fct_indicator as figures
        inner join marts.dim_period using (period_type, period_start, period_end)
        where unit_id = $unit_id and indicator_id in (select unnest($indicator_ids)) and figures.period_end <= $until
            and boundary = 'as_was' and not is_partial and coalesce(na_reason, '') <> 'not_due'
        order by indicator_id, period_type, period_start
        """,
        unit_id=unit_id,
        indicator_ids=indicator_ids,
        until=until,
    )


def paths(unit_id: str, clause_id: str, until: dt.date) -> pd.DataFrame:
    """Where a clause's path to its deadline stood at the end of each period."""
    return _read(
        """
        select period.period_end, cast(path_target as double) as path_target
        from marts.fct_assessment inner join marts.dim_period as period using (period_type, period_start)
        where unit_id = $unit_id and clause_id = $clause_id and path_target is not null
            and period.period_end <= $until
        order by period.period_end
        """,
        unit_id=unit_id,
        clause_id=clause_id,
        until=until,
    )


def last_run() -> pd.DataFrame:
    """When the file was published."""
    return _read("select run_id, published_at, demo from meta.run order by published_at desc limit 1")
