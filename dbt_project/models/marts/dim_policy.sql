-- One row per document.
select
    policy_id,
    title,
    title_en,
    issuer,
    number,
    legal_force,
    issued_on,
    effective_from,
    effective_to,
    verification,
    verified_against_zh as verified_against,
    verified_against_en,
    verified_on
from {{ source("reference", "policy") }}
