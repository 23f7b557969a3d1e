select
    unit_id,
    year,
    subject_no,
    subject,
    person_id,
    appraiser,
    held_on,
    respondents,
    score,
    weight,
    outcome,
    {{ lineage() }}
from ({{ current_rows("appraisals") }}) as counted
