select unit_id, point_no, kind, opened_on, closed_on, {{ lineage() }}
from ({{ current_rows("network_points") }}) as counted
