with
    numbered as (
        select
            booked.*,
            row_number() over (
                partition by unit_id, booked_on, stage, category, source_level, amount order by voucher_no
            ) as nth,
            min(voucher_no) over (
                partition by unit_id, booked_on, stage, category, source_level, amount
            ) as first_voucher
        from {{ ref("fct_funding") }} as booked
        where amount > 0
    )
select
    'funding' as dataset,
    unit_id,
    delivery_id,
    sheet,
    row_number,
    '凭证 '
    || voucher_no
    || ' 与 '
    || first_voucher
    || '，'
    || booked_on
    || '，'
    || {{ shortest("amount") }}
    || ' 元' as found_zh,
    'vouchers '
    || voucher_no
    || ' and '
    || first_voucher
    || ', '
    || booked_on
    || ', '
    || {{ shortest("amount") }}
    || ' yuan' as found_en
from numbered
where nth > 1
