{#- Which accepted rows count when something was delivered twice: the latest received_at, then delivery_id, wins. -#}
{#- The rows that count, under the contract's mode. event: the latest row of each key. snapshot and replace_period: the
    latest delivery for a unit and day (or period) replaces all of the earlier one. -#}
{% macro current_rows(dataset) %}
    {%- set parts = replaced_together(dataset) -%}
    {%- set coarse = told_of_together(dataset) -%}
    select {% for name in typed_columns(dataset) %} {{ name }}, {% endfor %} {{ lineage() }}
    from
        (
            select staged.*, 1 as recency
            from {{ ref("stg_" ~ dataset) }} as staged
            where reject_reasons = '' and {{ hashed(coarse) }} not in ({{ told_again(dataset) }})
            union all
            select
                staged.*,
                rank() over (
                    partition by {{ parts | join(", ") }} order by received_at desc, delivery_id desc
                ) as recency
            from {{ ref("stg_" ~ dataset) }} as staged
            where reject_reasons = '' and {{ hashed(coarse) }} in ({{ told_again(dataset) }})
        ) as ranked
    where recency = 1
{% endmacro %}

{#- What more than one delivery tells of, hashed: only these rows have to be put in order, and of most datasets they are
    few. -#}
{% macro told_again(dataset) -%}
    {%- set coarse = told_of_together(dataset) -%}
    select {{ hashed(coarse) }} as told
    from {{ ref("stg_" ~ dataset) }}
    where reject_reasons = ''
    group by {{ hashed(coarse) }}
    having {{ is_told_again(dataset) }}
{%- endmacro %}

{#- Whether more than one delivery tells of a group of rows: no delivery says a whole key twice, and counting is quick. -#}
{% macro is_told_again(dataset) -%}
    {%- if told_of_together(dataset) == key_columns(dataset) -%} count(*) > 1
    {%- else -%} min(delivery_id) <> max(delivery_id)
    {%- endif -%}
{%- endmacro %}

{#- The coarsest columns that two rows with the same key share: unit and day where there is a day, else the key. -#}
{% macro told_of_together(dataset) %}
    {%- set parts = [] -%}
    {%- for column in contract(dataset).columns if column.key and column.type in ["unit", "date", "month", "year"] -%}
        {%- do parts.append(typed_name(column)) -%}
    {%- endfor -%}
    {{ return(parts if parts | length > 1 else replaced_together(dataset)) }}
{% endmacro %}

{#- The columns of which a later delivery replaces every row: the whole key of an event; unit and day or period of what is
    reported as a whole. -#}
{% macro replaced_together(dataset) %}
    {%- set declared = contract(dataset) -%}
    {%- set whole = ["unit", "date", "month", "year"] -%}
    {%- set parts = [] -%}
    {%- for column in declared.columns if column.key and (declared.mode == "event" or column.type in whole) -%}
        {%- do parts.append(typed_name(column)) -%}
    {%- endfor -%}
    {{ return(parts or ["unit_id"]) }}
{% endmacro %}

{#- CTEs that give each row of a snapshot its validity; the last one is `spells`. It holds from its day until the unit's
    next snapshot, at most until the unit itself ends; valid_to is NULL while it holds. -#}
{% macro snapshot_spells(dataset) %}
    counted as ({{ current_rows(dataset) }}),
    days as (
        select unit_id, as_on, lead(as_on) over (partition by unit_id order by as_on) as next_on
        from (select distinct unit_id, as_on from counted) as distinct_days
    ),
    ends as (
        select
            unit_id, nullif(max(coalesce(valid_to, cast('9999-12-31' as date))), cast('9999-12-31' as date)) as ends_on
        from {{ ref("dim_unit") }}
        group by unit_id
    ),
    spells as (
        select counted.*, counted.as_on as valid_from, least(days.next_on, ends.ends_on) as valid_to
        from counted
        inner join days on counted.unit_id = days.unit_id and counted.as_on = days.as_on
        inner join ends on counted.unit_id = ends.unit_id
        where ends.ends_on is null or ends.ends_on > counted.as_on
    )
{% endmacro %}

{#- The same for things that say themselves since when (`since`), maybe until when (`until`) they work. A thing that the
    unit's list before did not know holds from its own first day, but at the earliest from the day of that list, or of the unit. -#}
{% macro dated_spells(dataset, key) %}
    {{ snapshot_spells(dataset) }},
    previous as (
        select unit_id, as_on, lag(as_on) over (partition by unit_id order by as_on) as previous_on
        from (select distinct unit_id, as_on from counted) as listed_days
    ),
    beginnings as (select unit_id, min(valid_from) as begins_on from {{ ref("dim_unit") }} group by unit_id),
    known as (
        select
            spells.*,
            previous.previous_on,
            beginnings.begins_on,
            lag(spells.as_on) over (partition by spells.unit_id, spells.{{ key }} order by spells.as_on) as known_on
        from spells
        inner join previous on spells.unit_id = previous.unit_id and spells.as_on = previous.as_on
        inner join beginnings on spells.unit_id = beginnings.unit_id
    ),
    dated as (
        select
            {% for name in typed_columns(dataset) %} {{ name }}, {% endfor %}
            {{ lineage() }},
            case
                when known_on = previous_on
                then greatest(as_on, since)
                else greatest(since, coalesce(previous_on, begins_on))
            end as valid_from,
            {{ "least(valid_to, until)" if "until" in typed_columns(dataset) else "valid_to" }} as valid_to
        from known
    )
{% endmacro %}

{#- A household as the whole warehouse knows it: its number is the unit's own. -#}
{% macro household_key() -%} unit_id || '|' || household_no {%- endmacro %}
