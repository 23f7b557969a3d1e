{#- How the names of units are compared. 通界村 and 通界桥社区 stay apart: only the word for the kind is taken off. -#}
{% macro unit_name(text) -%} translate({{ narrow(text) }}, '（）【】〔〕［］ ·', '()()()()') {%- endmacro %}

{#- The name without the word for its kind: 松枫社区居委会 -> 松枫. A name that is nothing else stays whole. -#}
{% macro unit_stem(name) -%}
    coalesce(
        nullif(
            regexp_replace(
                {{ name }},
                '(社区居民委员会|社区居委会|社区村民委员会|居民委员会|居委会|社区|村村民委员会|村民委员会|村村委会|村委会|村|街道办事处|街道办|街道|镇人民政府|乡人民政府|镇|乡)$',
                ''
            ),
            ''
        ),
        {{ name }}
    )
{%- endmacro %}

{#- The kind of unit a name says it is; empty where it does not say. -#}
{% macro unit_kind(name) -%}
    case
        when {{ matches(name, "(社区|居委会|居民委员会|社区村民委员会)$") }}
        then 'community'
        when {{ matches(name, "(村|村民委员会|村委会)$") }}
        then 'village'
        when {{ matches(name, "(街道|街道办|街道办事处)$") }}
        then 'street'
        when {{ matches(name, "(镇|乡|镇人民政府|乡人民政府)$") }}
        then 'town'
        else ''
    end
{%- endmacro %}

{#- A name with what stands in brackets left out, and with the brackets alone left out. -#}
{% macro without_bracketed(name) -%} regexp_replace({{ name }}, '[(][^)]*[)]', '') {%- endmacro %}
{% macro without_brackets(name) -%} translate({{ name }}, '()', '') {%- endmacro %}

{#- The ways a term may be looked up, the surest first; the same ranks as in stg_unit_lookup. Each term is read once:
    Spark would read again whatever leads to it for every way. -#}
{% macro unit_term_forms(terms) %}
    select sender_code, term, cast(substr(way, 5, 1) as integer) as rank, form
    from
        (
            select
                sender_code,
                term,
                name as rank1,
                name as rank2,
                {{ unit_stem("name") }} || '|' || {{ unit_kind("name") }} as rank3,
                {{ unit_stem(without_bracketed("name")) }} || '|' || {{ unit_kind("name") }} as rank4,
                {{ unit_stem(without_brackets("name")) }} || '|' || {{ unit_kind("name") }} as rank4_unbracketed
            from {{ terms }}
        )
        unpivot (form for way in (rank1, rank2, rank3, rank4, rank4_unbracketed))
{% endmacro %}

{#- CTEs that turn what the cells of a delivery call a unit into its unit_id; the last one, `units_called`, has one row
    per sender and term: the unit, or NULL and the candidates: where several of the sender's own subtree answer to the
    name, or where none does and others of its jurisdiction do (is_elsewhere). Nobody speaks for those. -#}
{% macro unit_resolution(dataset, columns, deliveries, lookup) %}
    {%- set unit = "unit" if columns | selectattr("type", "equalto", "unit") | list else "cast(null as string)" -%}
    {%- set called -%}
        select delivery_id, sheet, {{ unit }} as term
        from {{ source("raw", dataset) }}
        group by delivery_id, sheet, {{ unit }}
    {%- endset %}
    called as ({{ known_few(called) }}),
    sheets_without_units as (select delivery_id, sheet from called group by delivery_id, sheet having count(term) = 0),
    written as (
        select distinct deliveries.sender_code, coalesce(called.term, deliveries.sender_code) as term
        from called
        inner join {{ deliveries }} as deliveries on called.delivery_id = deliveries.delivery_id
    ),
    terms as (select sender_code, term, {{ unit_name("term") }} as name from written),
    forms as ({{ unit_term_forms("terms") }}),
    senders as (
        select term as sender_code, min(unit_id) as own, nullif(min(root_id), min(unit_id)) as root
        from {{ lookup }}
        where rank = 1 and scope_id = unit_id
        group by term
        having count(distinct unit_id) = 1
    ),
    scopes as (
        select sender_code, scope_id, case scope when 'own' then 0 else 10 end as distance
        from senders unpivot (scope_id for scope in (own, root))
    ),
    -- DISTINCT, so that few rows meet the lookup: joined first, senders and all units of their city would be millions.
    sought as (
        select distinct
            forms.sender_code,
            forms.term,
            forms.form,
            forms.rank,
            scopes.scope_id,
            scopes.distance + forms.rank as remoteness
        from forms
        inner join scopes on forms.sender_code = scopes.sender_code
    ),
    matches as (
        select sought.sender_code, sought.term, lookup.unit_id, lookup.name, sought.remoteness
        from sought
        inner join
            {{ lookup }} as lookup
            on sought.scope_id = lookup.scope_id
            and sought.rank = lookup.rank
            and sought.form = lookup.term
    ),
    nearest as (
        select
            matches.*, min(matches.remoteness) over (partition by matches.sender_code, matches.term) as least_remoteness
        from matches
    ),
    units_called as (
        select
            sender_code,
            term,
            case when count(distinct unit_id) = 1 and min(remoteness) < 10 then min(unit_id) end as unit_id,
            min(remoteness) >= 10 as is_elsewhere,
            case
                when count(distinct unit_id) > 1 or min(remoteness) >= 10
                then {{ join_texts("name || '(' || unit_id || ')'", "、") }}
            end as candidates
        from nearest
        where remoteness = least_remoteness
        group by sender_code, term
    )
{% endmacro %}
