-- One row per composition and thing it lists.
select
    compositions.composition_id,
    compositions.name_zh,
    compositions.name_en,
    compositions.scope,
    items.item,
    items.position,
    items.name_zh as item_zh,
    items.name_en as item_en
from {{ source("reference", "composition") }} as compositions
inner join {{ source("reference", "composition_item") }} as items on compositions.composition_id = items.composition_id
