-- One row per document.
select
    policy_id,
    title,
    title_en,
    coalesce(short_title_zh, title) as short_title,
    coalesce(short_title_en, title_en) as short_title_en,
    issuer_zh as issuer,
    issuer_en,
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
