with
    meetings as (
        select 'party_meetings' as dataset, unit_id, expected, attended, delivery_id, sheet, row_number
        from {{ ref("fct_party_meeting") }}
        union all
        select 'meetings', unit_id, expected, attended, delivery_id, sheet, row_number
        from {{ ref("fct_meeting") }}
    )
select
    dataset,
    unit_id,
    delivery_id,
    sheet,
    row_number,
    '实到 ' || attended || ' 人，应到 ' || expected || ' 人' as found_zh,
    attended || ' attended, ' || expected || ' expected' as found_en
from meetings
where attended > expected
