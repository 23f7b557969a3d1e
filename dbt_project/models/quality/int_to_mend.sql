-- Rows sent back that nothing replaced since.
{% for dataset in var("datasets") -%}
    {{ never_mended(dataset) }}
    {% if not loop.last %}
        union all
    {% endif %}
{%- endfor %}
