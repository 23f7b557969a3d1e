-- The datasets and types of period of which some figure says how complete it is: nothing else is counted.
{{ config(materialized="view") }}
select distinct measures.dataset, needs.period_type
from {{ ref("int_need") }} as needs
inner join {{ source("reference", "measure") }} as measures on needs.measure_id = measures.measure_id
where measures.dataset is not null
