-- Where each clause asks a unit to stand by now, and whether it surely does: the straight line from baseline to
-- deadline, the elapsed share of a running period for what only accumulates, the full target otherwise.
{{ config(meta={"by": "unit", "day": "period"}) }}
with
    paths as (
        select
            *,
            coalesce(coverage, 1) >= 1 - 1e-9 as is_complete,
            case
                when target is null or comparator = 'between'
                then null
                when judged_on < deadline and path_from_on < deadline
                then
                    path_from
                    + (target - path_from)
                    * greatest(0, {{ days_between("path_from_on", "judged_on") }})
                    / {{ days_between("path_from_on", "deadline") }}
                when is_partial and accumulates
                then
                    target
                    * ({{ days_between("period_start", "judged_on") }} + 1.0)
                    / ({{ days_between("period_start", "period_end") }} + 1.0)
            end as path_target
        from {{ ref("int_target") }}
    )
select
    *,
    case when target is not null and value is not null then {{ shortfall() }} end as gap,
    case when path_target is not null and value is not null then {{ shortfall("path_target") }} end as path_gap,
    {{ meets("value") }} as meets_target,
    {{ meets("value", "path_target") }} as meets_path,
    is_complete
    or coalesce(
        {{ meets("value_low") }} and (comparator in ('>=', '>') or {{ meets("value_high") }}), false
    ) as surely_met,
    is_complete or coalesce(not {{ meets("value_low") }} and not {{ meets("value_high") }}, false) as surely_not_met,
    is_complete
    or coalesce(
        {{ meets("value_low", "path_target") }}
        and (comparator in ('>=', '>') or {{ meets("value_high", "path_target") }}),
        false
    ) as surely_on_path,
    is_complete
    or coalesce(
        not {{ meets("value_low", "path_target") }} and not {{ meets("value_high", "path_target") }}, false
    ) as surely_off_path
from paths
