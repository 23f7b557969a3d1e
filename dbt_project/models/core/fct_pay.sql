select unit_id, year, person_id, months, annual_pay, {{ lineage() }} from ({{ current_rows("pay") }}) as counted
