-- No row of a delivery that counts is lost on the way through staging, and none is doubled.
select delivery_id, rows_read, rows_accepted, rows_rejected
from {{ ref("dq_delivery") }}
where status in ('accepted', 'partly_accepted', 'rejected') and rows_read <> rows_accepted + rows_rejected
