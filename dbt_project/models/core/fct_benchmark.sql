{{ config(meta={"day": "make_date(year, 1, 1)", "span": "year"}) }}
select benchmark, unit_id, year, amount as value, {{ lineage() }}
from ({{ current_rows("economy") }}) as counted
