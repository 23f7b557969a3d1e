select
    unit_id,
    project_no,
    class,
    target_group,
    source,
    way,
    amount,
    started_on,
    contract_on,
    evaluated_on,
    paid_on,
    ended_on,
    {{ lineage() }}
from ({{ current_rows("projects") }}) as counted
