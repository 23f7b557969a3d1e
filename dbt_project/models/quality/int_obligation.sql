-- Who owes which dataset, since its jurisdiction collects it, while the unit stands and its jurisdiction is judged. A
-- unit type that only a measure names as its reporter owes nothing on a day of its own: is_scheduled is false.
{{ config(materialized="view") }}
with
    owed as (
        select due.dataset, due.unit_type, true as is_scheduled
        from {{ source("reference", "dataset_due_from") }} as due
        union all
        select distinct measures.dataset, types.unit_type, false
        from {{ source("reference", "measure") }} as measures
        inner join
            (select distinct unit_type from {{ ref("dim_unit") }}) as types
            on ',' || measures.reported_by || ',' like '%,' || types.unit_type || ',%'
        left join
            {{ source("reference", "dataset_due_from") }} as due
            on measures.dataset = due.dataset
            and types.unit_type = due.unit_type
        where due.dataset is null
    )
select
    owed.dataset,
    datasets.frequency,
    datasets.due_day,
    owed.is_scheduled,
    units.unit_id,
    units.jurisdiction_id,
    units.valid_from,
    coalesce(units.valid_to, cast('9999-12-31' as date)) as valid_to,
    coalesce(collected.due_since, jurisdictions.starts_on) as starts_on,
    jurisdictions.as_of
from owed
inner join {{ source("reference", "dataset") }} as datasets on owed.dataset = datasets.dataset
inner join
    {{ ref("dim_unit") }} as units
    on owed.unit_type = units.unit_type
    or (owed.unit_type = 'jurisdiction' and units.unit_id = units.jurisdiction_id)
inner join {{ ref("dim_jurisdiction") }} as jurisdictions on units.jurisdiction_id = jurisdictions.jurisdiction_id
left join
    {{ source("reference", "jurisdiction_dataset") }} as collected
    on jurisdictions.code = collected.code
    and owed.dataset = collected.dataset
where
    collected.dataset is not null
    -- nobody has said what this jurisdiction collects: everything
    or jurisdictions.code not in (select code from {{ source("reference", "jurisdiction_dataset") }})
