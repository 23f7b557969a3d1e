-- One row per boundary basis and unit: the cell that holds its figures. Units whose figures come from the same edges
-- (the same unit on three bases where nothing was ever split, say) share one cell and are counted once.
with
    signatures as (
        select
            boundary,
            ancestor_id,
            {{
                join_texts(
                    "concat(unit_id, '*', cast(weight as string), '@', cast(valid_from as string), '/', cast(valid_to as string))",
                    ";",
                )
            }}
            as signature
        from {{ ref("int_edge") }}
        group by boundary, ancestor_id
    )
select boundary, ancestor_id as unit_id, cast(dense_rank() over (order by signature) as integer) as cell_id
from signatures
