select
    'cases' as dataset,
    unit_id,
    delivery_id,
    sheet,
    row_number,
    '受理 ' || received_on || '，办结 ' || closed_on as found_zh,
    'received ' || received_on || ', closed ' || closed_on as found_en
from {{ ref("fct_case") }}
where closed_on < received_on
