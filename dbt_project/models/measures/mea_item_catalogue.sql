-- Different items, however many communities list them.
select unit_id, valid_from as day, item_no, basis, delivery_id, sheet, row_number
from {{ ref("fct_service_item_spell") }}
