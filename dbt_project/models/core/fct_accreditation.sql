select unit_id, title, granted_on, revoked_on, document_number, {{ lineage() }}
from ({{ current_rows("accreditations") }}) as counted
