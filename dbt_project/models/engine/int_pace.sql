-- How fast a figure has been moving: the median of the slopes between any two of its last six complete periods
-- (Theil-Sen), per day. Robust: one odd period does not bend it. Between the slow and the fast slope the true one lies
-- with 90 % confidence (Sen's interval, from the variance of Kendall's tau); few points make it wide.
{{ config(meta={"by": "unit", "day": "period_start", "span": "year", "reach": "ever"}) }}
with
    points as (
        select clause_id, unit_id, period_start, period_end, value
        from {{ ref("int_target") }}
        where deadline is not null and value is not null and not is_partial and not out_of_scope
    ),
    ordered as (
        select *, row_number() over (partition by clause_id, unit_id order by period_start) as position from points
    ),
    slopes as (
        select
            latest.clause_id,
            latest.unit_id,
            latest.period_start,
            least(latest.position, 6) as points,
            (later.value - earlier.value) / {{ days_between("earlier.period_end", "later.period_end") }} as slope
        from ordered as latest
        inner join
            ordered as later
            on latest.clause_id = later.clause_id
            and latest.unit_id = later.unit_id
            and later.position between latest.position - 4 and latest.position
        inner join
            ordered as earlier
            on latest.clause_id = earlier.clause_id
            and latest.unit_id = earlier.unit_id
            and earlier.position between latest.position - 5 and later.position - 1
    ),
    ranked as (
        select
            *,
            row_number() over (partition by clause_id, unit_id, period_start order by slope) as place,
            points * (points - 1) / 2e0 as slopes,
            1.645 * sqrt(points * (points - 1) * (2 * points + 5) / 18e0) as spread
        from slopes
    )
select
    clause_id,
    unit_id,
    period_start,
    percentile_cont(0.5) within group (order by slope) as per_day,
    min(case when place >= floor((slopes - spread) / 2) then slope end) as per_day_low,
    max(case when place <= ceil((slopes + spread) / 2) + 1 then slope end) as per_day_high
from ranked
group by clause_id, unit_id, period_start
