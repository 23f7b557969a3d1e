-- Units among their peers: units of their type in their jurisdiction, by indicator and period. Only shares of whole
-- things, over periods that are over. The rate of all peers together is what chance strays from.
{{ config(meta={"day": "period"}) }}
with
    figures as (
        select
            figures.indicator_id,
            figures.unit_id,
            units.jurisdiction_id,
            units.unit_type,
            figures.period_type,
            figures.period_start,
            figures.numerator,
            figures.denominator,
            figures.value,
            indicators.factor,
            figures.basis
        from {{ ref("fct_indicator") }} as figures
        inner join
            {{ source("reference", "indicator") }} as indicators
            on figures.indicator_id = indicators.indicator_id
            and figures.period_end >= indicators.valid_from
            and figures.period_end < coalesce(indicators.valid_to, cast('9999-12-31' as date))
            and indicators.bounded
        inner join {{ ref("int_unit") }} as units on figures.unit_id = units.unit_id
        where
            figures.boundary = 'as_was'
            and figures.value is not null
            and not figures.is_partial
            and figures.denominator > 1
            and figures.numerator between 0 and figures.denominator
            and figures.numerator = floor(figures.numerator)
            and figures.denominator = floor(figures.denominator)
            and figures.period_type in ('quarter', 'half_year', 'year')
    ),
    pooled as (
        select *, sum(numerator) over peers / sum(denominator) over peers as peer_rate, count(*) over peers as peers
        from figures
        window peers as (partition by indicator_id, jurisdiction_id, unit_type, period_type, period_start)
    )
select *, sqrt(peer_rate * (1 - peer_rate) * denominator) as spread
from pooled
where peers >= 5
