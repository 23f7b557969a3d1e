-- The running count makes the working days between two days a subtraction.
select
    day,
    is_working,
    occasion,
    cast(
        sum(case when is_working then 1 else 0 end) over (
            order by day rows between unbounded preceding and current row
        ) as integer
    ) as working_days_so_far
from {{ source("reference", "workday") }}
