select
    unit_id,
    point_no,
    kind,
    opened_on,
    closed_on,
    leader,
    instructor,
    social_worker,
    venue,
    trained_on,
    invested,
    {{ lineage() }}
from ({{ current_rows("network_points") }}) as counted
