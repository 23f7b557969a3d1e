-- The figures of indicators made of measures, at the unit and period types they declare.
-- Numerator and denominator are rolled up first and divided once, here; a denominator leaves out units that sent no
-- numerator, and the bounds say what those units could still change.
{{ config(materialized="view", meta={"day": "period"}) }}
with
    sides as (
        select
            sides.*,
            sides.denominator - coalesce(unreached.absent, 0) as denominator_reached,
            coalesce(unreached.headroom, 0) as headroom,
            least(coalesce(sides.numerator_coverage, 1), coalesce(sides.denominator_coverage, 1)) as least_coverage
        from {{ ref("int_indicator") }} as sides
        left join
            {{ ref("int_unreached") }} as unreached
            on sides.indicator_id = unreached.indicator_id
            and sides.cell_id = unreached.cell_id
            and sides.period_type = unreached.period_type
            and sides.period_start = unreached.period_start
    ),
    reasons as (
        select
            sides.*,
            case
                when numerator is null and coalesce(slots_due, 0) = 0
                then 'not_applicable'
                when numerator is null and (is_partial or {{ add_days("period_end", "due_day") }} >= as_of)
                then 'not_due'
                when numerator is null or (not is_count and denominator is null)
                then 'no_data'
                when not is_count and denominator_reached <= 0
                then 'denominator_zero'
            end as na_reason
        from sides
    )
select
    indicator_id,
    unit_id,
    period_type,
    period_start,
    period_end,
    boundary,
    numerator,
    case when numerator is null then denominator else denominator_reached end as denominator,
    case
        when na_reason is not null
        then null
        when is_count
        then numerator * factor
        else numerator / denominator_reached * factor
    end as value,
    case
        when na_reason is not null or (not is_count and coalesce(denominator_coverage, 1) < 1)
        then null
        when is_count
        then numerator * factor
        else numerator / denominator * factor
    end as value_low,
    case
        when na_reason is not null or coalesce(denominator_coverage, 1) < 1
        then null
        when least_coverage >= 1
        then case when is_count then numerator * factor else numerator / denominator * factor end
        when bounded
        then least((numerator + headroom) / denominator, 1) * factor
    end as value_high,
    case when numerator_coverage is null and denominator_coverage is null then null else least_coverage end as coverage,
    na_reason,
    is_partial,
    {{ basis_name("basis_rank") }} as basis
from reasons
