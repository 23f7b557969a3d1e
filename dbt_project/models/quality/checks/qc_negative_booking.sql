select
    'funding' as dataset,
    unit_id,
    delivery_id,
    sheet,
    row_number,
    '凭证 ' || voucher_no || '，金额 ' || {{ shortest("amount") }} || ' 元' as found_zh,
    'voucher ' || voucher_no || ', ' || {{ shortest("amount") }} || ' yuan' as found_en
from {{ ref("fct_funding") }}
where amount < 0
