select
    unit_id,
    case_no,
    kind,
    filed_on,
    compliant,
    consultations,
    approved_on,
    rooms_built,
    accepted_on,
    named_on,
    signed_on,
    {{ lineage() }}
from ({{ current_rows("planning_cases") }}) as counted
