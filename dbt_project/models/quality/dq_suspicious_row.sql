-- Rows that count and yet can hardly be right, with whom to ask. What each check looks for is said in its own YAML.
{{ config(schema="marts") }}
{% for check in var("checks") -%}
    {%- set said = check_meta(check) -%}
    {%- if not loop.first %}
        union all
    {% endif -%}
    select
        '{{ check }}' as check_id,
        dataset,
        unit_id,
        delivery_id,
        sheet,
        row_number,
        {{ quoted(said.what_zh ~ "") }} || '（' || found_zh || '）' as what_zh,
        {{ quoted(said.what_en ~ "") }} || ' (' || found_en || ')' as what_en,
        {{ quoted(said.owner_zh ~ "") }} as owner,
        {{ quoted(said.owner_en ~ "") }} as owner_en
    from {{ ref("qc_" ~ check) }}
{% endfor %}
