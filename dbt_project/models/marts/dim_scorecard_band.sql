-- One row per scorecard and band.
select scorecard_id, at_least, below, name_zh, name_en from {{ source("reference", "scorecard_band") }}
