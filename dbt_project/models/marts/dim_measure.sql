-- One row per measure: what is counted, from which fact, and how.
select
    measure_id,
    fact,
    dataset,
    kind,
    name_zh,
    name_en,
    unit,
    amount_column,
    key_column,
    when_column,
    at_least,
    reported_by,
    composition_id,
    clause_id
from {{ source("reference", "measure") }}
