-- One row per scorecard.
select
    scorecard_id,
    name_zh,
    name_en,
    reading_zh as reading,
    reading_en,
    policy_id,
    period_type,
    unit_types,
    scored_at_least
from {{ source("reference", "scorecard") }}
