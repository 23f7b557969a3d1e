-- How likely chance alone takes a unit of this size as far from its peers' rate, or farther, on its side: the exact
-- binomial tail, added up in logarithms. Only for units more than one spread away; eight spreads on, nothing is left.
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    strays as (
        select *, case when numerator > peer_rate * denominator then 1 else -1 end as side
        from {{ ref("int_peer") }}
        where abs(numerator - peer_rate * denominator) > spread and peer_rate > 0 and peer_rate < 1
    ),
    sizes as (select cast(max(denominator) as bigint) as largest from strays),
    factorials as (
        select numbers.id as number, sum(ln(greatest(numbers.id, 1))) over (order by numbers.id) as ln_factorial
        from range(0, 1000000) as numbers(id)
        cross join sizes
        where numbers.id <= sizes.largest
    ),
    steps as (select strays.*, {{ numbers_to("least(floor(8 * spread) + 8, 19999)") }} as step from strays),
    terms as (
        select *, numerator + side * step as counted from steps where numerator + side * step between 0 and denominator
    )
select
    terms.indicator_id,
    terms.unit_id,
    terms.period_type,
    terms.period_start,
    sum(
        exp(
            whole.ln_factorial
            - chosen.ln_factorial
            - others.ln_factorial
            + terms.counted * ln(terms.peer_rate)
            + (terms.denominator - terms.counted) * ln(1 - terms.peer_rate)
        )
    ) as chance
from terms
inner join factorials as whole on cast(terms.denominator as bigint) = whole.number
inner join factorials as chosen on cast(terms.counted as bigint) = chosen.number
inner join factorials as others on cast(terms.denominator - terms.counted as bigint) = others.number
group by terms.indicator_id, terms.unit_id, terms.period_type, terms.period_start
