select unit_id, gift_no, given_on, donor, purpose, amount, {{ lineage() }}
from ({{ current_rows("donations") }}) as counted
