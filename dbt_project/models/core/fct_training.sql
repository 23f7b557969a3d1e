select unit_id, training_no, held_on, kind, person_id, hours, result, {{ lineage() }}
from ({{ current_rows("trainings") }}) as counted
