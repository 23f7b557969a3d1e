-- What staging accepts belongs to a unit that core knows.
{% for dataset in var("datasets") -%}
    select '{{ dataset }}' as dataset, staged.unit_id
    from (select distinct unit_id from {{ ref("stg_" ~ dataset) }} where reject_reasons = '') as staged
    left join {{ ref("dim_unit") }} as units on staged.unit_id = units.unit_id
    where units.unit_id is null
    {% if not loop.last %}
        union all
    {% endif %}
{%- endfor %}
