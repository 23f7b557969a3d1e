{{ config(meta={"by": "unit", "day": "booked_on"}) }}
select unit_id, voucher_no, booked_on, stage, category, source_level, amount, {{ lineage() }}
from ({{ current_rows("funding") }}) as counted
