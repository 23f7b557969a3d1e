-- Rows sent back that nothing replaced since.
{{ config(meta={"by": "sender"}) }}
{% for dataset in var("datasets") -%}
    {{ never_mended(dataset) }}
    {% if not loop.last %}
        union all
    {% endif %}
{%- endfor %}
