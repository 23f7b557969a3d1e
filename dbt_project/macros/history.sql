{#- What became of a row's values over its deliveries. -#}
{#- A row's key as one text. -#}
{% macro key_text(alias, names) -%}
    {%- for name in names -%}
        coalesce(cast({{ alias }}.{{ name }} as string), ''){{ " || '|' || " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- The staged rows of a dataset whose key has more to tell than one row that counts, each with row_key and row_state:
    current, superseded, rejected, or what its delivery is (withdrawn, returned, held, submitted). Rows without a whole key
    cannot be told apart and are left out. -#}
{% macro row_versions(dataset) %}
    {%- set parts = replaced_together(dataset) -%}
    {%- set coarse = told_of_together(dataset) -%}
    {%- set keys = key_columns(dataset) or ["unit_id"] -%}
    select told.*
    from
        (
            select
                versions.*,
                min(case when row_state = 'current' then 1 else 0 end) over (partition by row_key) as is_plain
            from
                (
                    select
                        staged.*,
                        {{ key_text("staged", keys) }} as row_key,
                        case
                            when staged.reject_reasons like '%|delivery:%'
                            then split_part(split_part(staged.reject_reasons, '|delivery:', 2), '|', 1)
                            when staged.reject_reasons <> ''
                            then 'rejected'
                            when
                                rank() over (
                                    partition by
                                        {% for name in parts %} staged.{{ name }}, {% endfor %}
                                        case when staged.reject_reasons = '' then 1 else 0 end
                                    order by staged.received_at desc, staged.delivery_id desc
                                )
                                = 1
                            then 'current'
                            else 'superseded'
                        end as row_state
                    from {{ ref("stg_" ~ dataset) }} as staged
                    inner join
                        (
                            select {{ hashed(coarse) }} as touched_key
                            from {{ ref("stg_" ~ dataset) }}
                            group by {{ hashed(coarse) }}
                            having {{ is_told_again(dataset) }} or bool_or(reject_reasons <> '')
                        ) as touched
                        on {{ hashed(coarse) }} = touched.touched_key
                    where
                        {% for column in contract(dataset).columns if column.key and column.required -%}
                            staged.{{ typed_name(column) }} is not null and
                        {% endfor %} staged.row_number
                        is not null
                ) as versions
        ) as told
    where is_plain = 0
{% endmacro %}
