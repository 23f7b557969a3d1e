select unit_id, record_no, asked_on, kind, department, {{ lineage() }}
from ({{ current_rows("inspections") }}) as counted
