{#- Which accepted rows count when something was delivered twice: the latest received_at, then delivery_id, wins. -#}
{#- The rows that count, under the contract's mode. event: the latest row of each key. snapshot and replace_period: the
    latest delivery for a unit and day (or period) replaces all of the earlier one. -#}
{% macro current_rows(dataset) %}
    {%- set declared = contract(dataset) -%}
    {%- set whole = ["unit", "date", "month", "year"] -%}
    {%- set parts = [] -%}
    {%- for column in declared.columns if column.key and (declared.mode == "event" or column.type in whole) -%}
        {%- do parts.append(typed_name(column)) -%}
    {%- endfor -%}
    select {% for name in typed_columns(dataset) %} {{ name }}, {% endfor %} {{ lineage() }}
    from
        (
            select
                staged.*,
                rank() over (
                    partition by {{ parts | join(", ") or "unit_id" }} order by received_at desc, delivery_id desc
                ) as recency
            from {{ ref("stg_" ~ dataset) }} as staged
            where reject_reasons = ''
        ) as ranked
    where recency = 1
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
