-- What it takes from here, by clause, unit and period: the pace a deadline asks for, the day at the present pace and
-- its interval, the people to train or to hire.
{{ config(meta={"by": "unit", "day": "period_start", "span": "year"}) }}
select
    paths.clause_id,
    paths.unit_id,
    paths.period_start,
    case
        when paths.judged_on < paths.deadline
        then paths.gap / ({{ days_between("paths.judged_on", "paths.deadline") }} / 30.4375e0)
    end as required_pace,
    case
        when paths.meets_target
        then paths.judged_on
        else {{ add_days("paths.judged_on", days_to_target("pace.per_day")) }}
    end as projected_on,
    case
        when paths.meets_target
        then paths.judged_on
        else
            {{
                add_days(
                    "paths.judged_on",
                    "least(" ~ days_to_target("pace.per_day_low") ~ ", " ~ days_to_target("pace.per_day_high") ~ ")",
                )
            }}
    end as projected_low_on,
    case
        when paths.meets_target
        then paths.judged_on
        -- where the slow end of the interval never gets there, nobody can say when at the latest
        when {{ days_to_target("pace.per_day_low") }} + {{ days_to_target("pace.per_day_high") }} is not null
        then
            {{
                add_days(
                    "paths.judged_on",
                    "greatest("
                    ~ days_to_target("pace.per_day_low")
                    ~ ", "
                    ~ days_to_target("pace.per_day_high")
                    ~ ")",
                )
            }}
    end as projected_high_on,
    case when paths.is_headcount_share and paths.comparator in ('>=', '>') then paths.gap end as to_train,
    cast({{ to_hire() }} as double) as to_hire
from {{ ref("int_path") }} as paths
left join
    {{ ref("int_pace") }} as pace
    on paths.clause_id = pace.clause_id
    and paths.unit_id = pace.unit_id
    and paths.period_start = pace.period_start
