-- How fast a figure has been moving: the median of the slopes between any two of its last six complete periods
-- (Theil-Sen),
-- per day. Robust: one odd period does not bend it.
with
    points as (
        select clause_id, unit_id, period_start, period_end, value
        from {{ ref("int_target") }}
        where deadline is not null and value is not null and not is_partial and not out_of_scope
    ),
    ordered as (
        select *, row_number() over (partition by clause_id, unit_id order by period_start) as position from points
    )
select
    latest.clause_id,
    latest.unit_id,
    latest.period_start,
    percentile_cont(0.5) within group (
        order by (later.value - earlier.value) / {{ days_between("earlier.period_end", "later.period_end") }}
    ) as per_day
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
group by latest.clause_id, latest.unit_id, latest.period_start
