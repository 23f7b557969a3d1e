-- The month of birth comes from any roster the person was ever on.
with people as (select person_id, min(born_on) as born_on from {{ ref("fct_worker_spell") }} group by person_id)
select
    'credentials' as dataset,
    held.unit_id,
    held.delivery_id,
    held.sheet,
    held.row_number,
    '出生 ' || substr(cast(people.born_on as string), 1, 7) || '，取得 ' || held.obtained_on as found_zh,
    'born ' || substr(cast(people.born_on as string), 1, 7) || ', granted ' || held.obtained_on as found_en
from {{ ref("fct_credential") }} as held
inner join people on held.person_id = people.person_id
where held.obtained_on < {{ add_months("people.born_on", 192) }}
