"""Scorecards: which there are, the scores of a unit and its peers, the items of one card, where points are lost."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboards.queries.lists import unit_number
from dashboards.reading import frame as _read

_NAMES = """
    names as (
        select unit_id, max_by(name, valid_from) as name, max_by(code, valid_from) as code,
            max_by(unit_type, valid_from) as unit_type
        from marts.dim_unit group by unit_id
    )
"""
_SCOPE = """
    scope as (
        select distinct unit_id from marts.dim_unit_tree
        where tree = 'administrative' and ancestor_id = $root
            and valid_from <= $until and $until < coalesce(valid_to, date '9999-12-31')
    )
"""


def cards(unit_id: str, until: dt.date) -> pd.DataFrame:
    """List the cards that score the unit, or units below it: whose document is followed first, then the unit's own."""
    return _read(
        f"""
        with {_NAMES}, {_SCOPE},
        scored as (
            select scorecard_id, bool_or(unit_id = $root) as is_own, count(distinct unit_id) as units
            from marts.fct_scorecard inner join scope using (unit_id)
            where period_end <= $until and not is_partial
            group by scorecard_id
        ),
        adopted as (
            select policy_id, min(adopted_from) as adopted_from
            from marts.dim_adoption inner join scope using (unit_id) group by policy_id
        )
        select card.*, policy.title as policy_title, policy.title_en as policy_title_en, is_own, units,
            card.policy_id is null or coalesce(adopted_from <= $until, false) as adopted
        from marts.dim_scorecard as card
        inner join scored using (scorecard_id)
        left join marts.dim_policy as policy on card.policy_id = policy.policy_id
        left join adopted on card.policy_id = adopted.policy_id
        order by adopted desc, is_own desc, scorecard_id
        """,
        root=unit_id,
        until=until,
    )


def bands(scorecard_id: str) -> pd.DataFrame:
    """List a card's bands, the highest first."""
    return _read(
        "select * from marts.dim_scorecard_band where scorecard_id = $card order by at_least desc", card=scorecard_id
    )


def scores(scorecard_id: str, root: str, until: dt.date) -> pd.DataFrame:
    """Scores of a unit and all below it in the last two periods that are over, latest first."""
    return _read(
        f"""
        with {_NAMES}, {_SCOPE}
        select score.*, name, code, unit_type, label, label_zh, label_en
        from marts.fct_scorecard as score
        inner join scope using (unit_id)
        inner join names using (unit_id)
        inner join marts.dim_period using (period_type, period_start, period_end)
        where scorecard_id = $card and score.period_end <= $until and not is_partial
        qualify dense_rank() over (order by score.period_start desc) <= 2
        order by score.period_start desc, code
        """,
        card=scorecard_id,
        root=root,
        until=until,
    )


def items(scorecard_id: str, unit_id: str, period_start: dt.date) -> pd.DataFrame:
    """Every item of a card in its order, with the unit's figure and points; those not on its card are marked."""
    return _read(
        """
        with held as (
            select indicator_id, numerator, denominator, na_reason, period_type, period_start
            from marts.fct_indicator
            where unit_number = $unit_number and unit_id = $unit and period_start = $start and boundary = 'as_was'
                and period_type = (select period_type from marts.dim_scorecard where scorecard_id = $card)
        ),
        earned as (
            select indicator_id, value, full_at, points, points_lost, is_vetoed
            from marts.fct_scorecard_item
            where scorecard_id = $card and unit_number = $unit_number and unit_id = $unit and period_start = $start
        ),
        steps as (
            select indicator_id, list({'from': from_value, 'share': share} order by share) as steps
            from marts.dim_scorecard_step where scorecard_id = $card group by indicator_id
        ),
        meanings as (
            select * from marts.dim_indicator
            qualify row_number() over (partition by indicator_id order by valid_from desc) = 1
        )
        select item.position, item.part_id, item.part_zh, item.part_en, indicator_id, item.rule, item.weight,
            item.zero_at, item.clause_id, coalesce(earned.full_at, item.full_at) as full_at, steps.steps,
            meanings.name_zh, meanings.name_en, meanings.unit_of_measure, meanings.precision, meanings.direction,
            held.numerator, held.denominator, held.na_reason, earned.value, earned.points, earned.points_lost,
            coalesce(earned.is_vetoed, false) as is_vetoed, earned.indicator_id is not null as is_on_card
        from marts.dim_scorecard_item as item
        inner join meanings using (indicator_id)
        left join held using (indicator_id)
        left join earned using (indicator_id)
        left join steps using (indicator_id)
        where item.scorecard_id = $card
        order by item.position
        """,
        card=scorecard_id,
        unit=unit_id,
        unit_number=unit_number(unit_id),
        start=period_start,
    )


def parts(scorecard_id: str, unit_ids: list[str], period_start: dt.date) -> pd.DataFrame:
    """Points earned and lost a unit and part of a card, with the item that lost most."""
    return _read(
        """
        select unit_id, part_id, any_value(part_zh) as part_zh, any_value(part_en) as part_en,
            min(position) as position, sum(points) as points,
            sum(weight) filter (where points is not null) as weight, sum(points_lost) as points_lost
        from marts.fct_scorecard_item
        where scorecard_id = $card and period_start = $start and unit_id in $units
        group by unit_id, part_id
        order by position, unit_id
        """,
        card=scorecard_id,
        units=unit_ids,
        start=period_start,
    )
