{#- Which rows that were sent back nothing has replaced since. -#}
{#- A select of such rows of a dataset: no row of the same sender that came later and counts says the same in every cell
    that was not to be mended. Of a repeated row only its key is looked for: it is mended by deleting or correcting it.
    Cells to mend are blanked on both sides, so that all is told by equality. -#}
{% macro never_mended(dataset) %}
    select '{{ dataset }}' as dataset, bad.sender_code, bad.delivery_id, bad.sheet, bad.row_number
    from
        (
            select sent.delivery_id, sent.sheet, sent.row_number, {{ cells_that_stand(dataset) }}
            from {{ ref("stg_" ~ dataset) }} as sent
            inner join
                ({{ kinds_of_mending(dataset) }}) as kinds
                on sent.sender_code = kinds.sender_code
                and sent.reject_reasons = kinds.reject_reasons
            -- Says nothing new, but that these rows are the few: the join below keeps them at hand, not the others.
            where sent.reject_reasons <> ''
        ) as bad
    anti join
        (
            select {{ cells_that_stand(dataset) }}
            from {{ ref("stg_" ~ dataset) }} as sent
            inner join
                ({{ kinds_of_mending(dataset) }}) as kinds
                on sent.sender_code = kinds.sender_code
                and sent.received_at > kinds.since
            where sent.reject_reasons = ''
        ) as later
        on later.sender_code = bad.sender_code
        and later.reject_reasons = bad.reject_reasons
        and later.received_at > bad.received_at
        {%- for name in typed_columns(dataset) %} and later.{{ name }} is not distinct from bad.{{ name }} {%- endfor %}
{% endmacro %}

{#- What a sender has to mend: the reasons its rows were sent back for, and which columns they leave open. -#}
{% macro kinds_of_mending(dataset) -%}
    select
        sender_code,
        reject_reasons,
        min(received_at) as since
        {%- for column in contract(dataset).columns -%}
            ,
            {% if column.key -%}
                reject_reasons like '%|{{ column.name }}:%' and reject_reasons not like '%:duplicate_key%'
            {%- else -%} reject_reasons like '%|{{ column.name }}:%' or reject_reasons like '%:duplicate_key%'
            {%- endif %} as is_open_{{ typed_name(column) }}
        {%- endfor %}
    from {{ ref("stg_" ~ dataset) }}
    where
        reject_reasons <> ''
        and reject_reasons not like '|delivery:%'
        and reject_reasons not like '%|delivery:withdrawn%'
    group by sender_code, reject_reasons
{%- endmacro %}

{#- The cells of a row but those that a kind of mending leaves open. -#}
{% macro cells_that_stand(dataset) -%}
    sent.received_at,
    kinds.sender_code,
    kinds.reject_reasons
    {%- for name in typed_columns(dataset) -%}
        , case when not kinds.is_open_{{ name }} then sent.{{ name }} end as {{ name }}
    {%- endfor %}
{%- endmacro %}
