-- What a unit is asked to have and has not, and since when. Before its first report on the item's dataset nothing is
-- known, so nothing is missing. On a day D the rows hold with valid_from <= D and D < valid_to (or no valid_to).
with
    reported as (
        select dataset, unit_id, min(first_day) as first_day from {{ ref("int_received") }} group by dataset, unit_id
    ),
    pieces as (
        select composition_id, unit_id, item, valid_from, valid_to
        from {{ ref("int_item_spell") }}
        union all
        select composition_id, unit_id, item, valid_to, valid_to
        from {{ ref("int_composition_unit") }}
    ),
    gaps as (
        select
            pieces.*,
            lag(pieces.valid_to) over (
                partition by pieces.composition_id, pieces.unit_id, pieces.item
                order by pieces.valid_from, pieces.valid_to
            ) as had_until
        from pieces
    )
select
    gaps.composition_id,
    gaps.unit_id,
    gaps.item,
    items.name_zh,
    items.name_en,
    greatest(coalesce(gaps.had_until, reported.first_day), reported.first_day) as valid_from,
    nullif(gaps.valid_from, cast('9999-12-31' as date)) as valid_to
from gaps
inner join
    {{ source("reference", "composition_item") }} as items
    on gaps.composition_id = items.composition_id
    and gaps.item = items.item
inner join reported on items.dataset = reported.dataset and gaps.unit_id = reported.unit_id
where greatest(coalesce(gaps.had_until, reported.first_day), reported.first_day) < gaps.valid_from
