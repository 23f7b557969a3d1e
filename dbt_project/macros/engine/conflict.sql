{#- How conflicts between clauses are written out, in SQL that both databases read. -#}
{#- A number as people write it: whole where it is, else to two decimals. -#}
{% macro plain_number(number) -%}
    case
        when {{ number }} = floor({{ number }})
        then cast(cast({{ number }} as bigint) as string)
        else cast(cast(round({{ number }}, 2) as decimal(18, 2)) as string)
    end
{%- endmacro %}

{#- What a clause asks, with its deadline: >= 100% (by 2019-12-31). -#}
{% macro what_is_asked(clause, nothing, norm, by) -%}
    case
        when {{ clause }}.norm_measure is not null
        then {{ clause }}.comparator || ' {{ norm }}'
        when {{ clause }}.comparator is null or coalesce({{ clause }}.target_low, {{ clause }}.target_high) is null
        then '{{ nothing }}'
        when {{ clause }}.comparator = 'between'
        then
            {{ plain_number(clause ~ ".target_low") }}
            || '–'
            || {{ plain_number(clause ~ ".target_high") }}
            || {{ clause }}.unit
        else
            {{ clause }}.comparator
            || ' '
            || {{ plain_number("coalesce(" ~ clause ~ ".target_low, " ~ clause ~ ".target_high)") }}
            || {{ clause }}.unit
    end
    || coalesce(' ({{ by }} ' || cast({{ clause }}.deadline as string) || ')', '')
{%- endmacro %}

{#- A term of a conflict, written out: 80 × grid workers' months 24. -#}
{% macro term_text(name) -%}
    coalesce({{ plain_number("number") }}, '')
    || case when number is not null and clause_id is not null then ' × ' else '' end
    || coalesce({{ plain_number("asked") }} || asked_unit, '')
    || case when measure_id is not null and (number is not null or clause_id is not null) then ' × ' else '' end
    || coalesce({{ name }} || ' ' || {{ plain_number("counted") }}, '')
{%- endmacro %}

{#- The terms of one side, one after the other. -#}
{% macro side_text(side, text) -%}
    max(case when side = {{ side }} and position = 1 then {{ text }} end)
    {%- for position in [2, 3] %}
        || coalesce(' + ' || max(case when side = {{ side }} and position = {{ position }} then {{ text }} end), '')
    {%- endfor %}
{%- endmacro %}
