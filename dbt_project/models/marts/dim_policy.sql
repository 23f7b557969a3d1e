-- One row per document.
select policy_id, title, title_en, issuer, number, legal_force, issued_on, effective_from, effective_to
from {{ source("reference", "policy") }}
