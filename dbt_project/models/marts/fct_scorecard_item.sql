-- One row per scorecard, unit, period and item: the figure, what earns full marks, the points it earned and the points
-- it lost. An item whose figure does not apply to the unit is not on its card; one without data earns and loses
-- nothing.
with
    figures as (
        select
            cards.scorecard_id,
            cards.period_type,
            items.position,
            items.part_id,
            items.part_zh,
            items.part_en,
            items.rule,
            items.weight,
            items.clause_id,
            items.zero_at,
            items.indicator_id,
            indicators.name_zh,
            indicators.name_en,
            indicators.unit_of_measure,
            indicators.direction,
            held.unit_id,
            held.period_start,
            held.period_end,
            held.value,
            held.is_partial,
            held.basis,
            coalesce(items.full_at, asked.target) as full_at
        from {{ source("reference", "scorecard") }} as cards
        inner join {{ source("reference", "scorecard_item") }} as items on cards.scorecard_id = items.scorecard_id
        inner join
            {{ ref("fct_indicator") }} as held
            on items.indicator_id = held.indicator_id
            and cards.period_type = held.period_type
            and held.boundary = 'as_was'
            and coalesce(held.na_reason, '') <> 'not_applicable'
        inner join
            {{ ref("int_unit") }} as units
            on held.unit_id = units.unit_id
            and ',' || cards.unit_types || ',' like '%,' || units.unit_type || ',%'
        inner join
            {{ source("reference", "indicator") }} as indicators
            on items.indicator_id = indicators.indicator_id
            and held.period_end >= indicators.valid_from
            and held.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
        left join
            {{ ref("fct_assessment") }} as asked
            on items.clause_id = asked.clause_id
            and held.unit_id = asked.unit_id
            and held.period_start = asked.period_start
        where items.clause_id is null or asked.target is not null
    ),
    steps as (
        select
            figures.scorecard_id, figures.indicator_id, figures.unit_id, figures.period_start, max(steps.share) as share
        from figures
        inner join
            {{ source("reference", "scorecard_step") }} as steps
            on figures.scorecard_id = steps.scorecard_id
            and figures.indicator_id = steps.indicator_id
            and case when figures.direction = 'down' then -1 else 1 end * (figures.value - steps.from_value) >= 0
        group by figures.scorecard_id, figures.indicator_id, figures.unit_id, figures.period_start
    ),
    shares as (
        select
            figures.*,
            case
                when figures.value is null
                then null
                when figures.rule = 'steps'
                then coalesce(steps.share, 0)
                when figures.rule = 'proportional'
                then
                    greatest(
                        0, least(1, (figures.value - figures.zero_at) / nullif(figures.full_at - figures.zero_at, 0))
                    )
                when figures.direction = 'down'
                then case when figures.value <= figures.full_at then 1 else 0 end
                else case when figures.value >= figures.full_at then 1 else 0 end
            end as share
        from figures
        left join
            steps
            on figures.scorecard_id = steps.scorecard_id
            and figures.indicator_id = steps.indicator_id
            and figures.unit_id = steps.unit_id
            and figures.period_start = steps.period_start
    )
select
    scorecard_id,
    unit_id,
    period_type,
    period_start,
    period_end,
    position,
    part_id,
    part_zh,
    part_en,
    indicator_id,
    name_zh,
    name_en,
    unit_of_measure,
    rule,
    clause_id,
    value,
    full_at,
    weight,
    weight * share as points,
    weight - weight * share as points_lost,
    coalesce(rule = 'veto' and share < 1, false) as is_vetoed,
    {{ scorecard_deduction("zh") }} as deduction,
    {{ scorecard_deduction("en") }} as deduction_en,
    is_partial,
    basis
from shares
