-- Where units came from: splits, mergers and successions, with the share of the predecessor's people each took over.
with
    ranked as (
        select
            staged.*,
            rank() over (partition by unit_id, valid_from order by received_at desc, delivery_id desc) as recency
        from {{ ref("stg_units") }} as staged
        where reject_reasons = ''
    )
select
    predecessor_id,
    unit_id as successor_id,
    valid_from as changed_on,
    cast(coalesce(predecessor_share, 1.0 / count(*) over (partition by predecessor_id, valid_from)) as double) as share,
    predecessor_share is null as is_share_assumed,
    {{ lineage() }}
from ranked
where recency = 1 and predecessor_id is not null
