select benchmark, unit_id, year, amount as value, {{ lineage() }} from ({{ current_rows("economy") }}) as counted
