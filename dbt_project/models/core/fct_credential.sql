select unit_id, person_id, credential, obtained_on, {{ lineage() }} from ({{ current_rows("credentials") }}) as counted
