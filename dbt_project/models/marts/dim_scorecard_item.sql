-- One row per scorecard and indicator on it, whether any unit has a figure of it or not.
select scorecard_id, position, part_id, part_zh, part_en, indicator_id, rule, weight, clause_id, full_at, zero_at
from {{ source("reference", "scorecard_item") }}
