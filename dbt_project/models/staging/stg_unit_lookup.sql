-- What a unit may be called, under each unit above it: by code first, then by full name, by name without the word
-- for its kind, at last without what stands in brackets. A name may lead to several units; whoever asks decides.
with recursive
    units as (select * from {{ ref("stg_units") }} where reject_reasons = ''),
    ancestry as (
        select unit_id, unit_id as scope_id, parent_id, cast('' as string) as names_above, 0 as depth
        from units
        union all
        select ancestry.unit_id, units.unit_id, units.parent_id, units.name || ancestry.names_above, ancestry.depth + 1
        from ancestry
        inner join units on ancestry.parent_id = units.unit_id
        where ancestry.depth < 6
    ),
    scopes as (
        select distinct
            unit_id,
            scope_id,
            names_above,
            min(case when parent_id is null then scope_id end) over (partition by unit_id) as root_id
        from ancestry
    ),
    named as (select distinct unit_id, code, name, unit_type, {{ unit_name("name") }} as plain_name from units),
    kinds as (
        select unit_id, plain_name, unit_type as kind
        from named
        union
        select unit_id, plain_name, {{ unit_kind("plain_name") }}
        from named
        union
        select unit_id, plain_name, ''
        from named
    ),
    terms as (
        select unit_id, 1 as rank, code as term
        from named
        union
        select unit_id, 1, rpad(code, 12, '0')
        from named
        where unit_id like 'nbs:%'
        union
        select unit_id, 1, unit_id
        from named
        union
        select unit_id, 2, plain_name
        from named
        union
        select named.unit_id, 2, {{ unit_name("scopes.names_above") }} || named.plain_name
        from named
        inner join scopes on named.unit_id = scopes.unit_id
        union
        select unit_id, 3, {{ unit_stem("plain_name") }} || '|' || kind
        from kinds
        union
        select unit_id, 4, {{ unit_stem(without_bracketed("plain_name")) }} || '|' || kind
        from kinds
        union
        select unit_id, 4, {{ unit_stem(without_brackets("plain_name")) }} || '|' || kind
        from kinds
    ),
    latest as (select unit_id, max_by(name, valid_from) as name from units group by unit_id)
select distinct scopes.scope_id, scopes.root_id, terms.rank, terms.term, terms.unit_id, latest.name
from terms
inner join scopes on terms.unit_id = scopes.unit_id
inner join latest on terms.unit_id = latest.unit_id
