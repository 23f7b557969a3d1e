-- One row per step of an item that is scored by steps.
select scorecard_id, indicator_id, from_value, share from {{ source("reference", "scorecard_step") }}
