-- No row that was read is lost on the way through staging, and none is doubled.
select delivery_id, rows_read, rows_accepted, rows_rejected
from {{ ref("dq_delivery") }}
where status <> 'refused' and rows_read <> rows_accepted + rows_rejected
