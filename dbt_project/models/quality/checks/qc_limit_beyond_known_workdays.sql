select
    'cases' as dataset,
    unit_id,
    delivery_id,
    sheet,
    row_number,
    '受理 ' || received_on || '，时限 ' || limit_days || ' 个工作日' as found_zh,
    'received ' || received_on || ', limit ' || limit_days || ' working days' as found_en
from {{ ref("fct_case") }}
where limit_reason = 'incomplete'
