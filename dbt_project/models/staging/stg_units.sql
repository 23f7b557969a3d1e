-- Units find their parents and predecessors among the units delivered with them or under the same code system: the
-- same digits under another system are another place. A parent must stand higher in the tree.
with
    staged as ({{ stage("units") }}),
    known as (
        select
            sender_code,
            code_system,
            code,
            code_system || ':' || code as unit_id,
            min({{ unit_level("unit_type") }}) as level
        from staged
        where reject_reasons = ''
        group by sender_code, code_system, code
    ),
    related as (
        select
            staged.delivery_id,
            staged.sheet,
            staged.row_number,
            max_by(known.unit_id, case when known.code_system = staged.code_system then 1 else 0 end) filter (
                where known.code = staged.parent_code and known.level < {{ unit_level("staged.unit_type") }}
            ) as parent_id,
            max_by(known.unit_id, case when known.code_system = staged.code_system then 1 else 0 end) filter (
                where known.code = staged.predecessor_code
            ) as predecessor_id
        from staged
        inner join
            known
            on known.code in (staged.parent_code, staged.predecessor_code)
            and (staged.code_system = known.code_system or staged.sender_code = known.sender_code)
        group by staged.delivery_id, staged.sheet, staged.row_number
    )
select
    staged.delivery_id,
    staged.sheet,
    staged.row_number,
    staged.received_at,
    staged.basis,
    staged.sender_code,
    staged.code_system || ':' || staged.code as unit_id,
    staged.code,
    staged.code_system,
    staged.name,
    staged.unit_type,
    staged.parent_code,
    related.parent_id,
    staged.urban_rural,
    staged.urban_rural_class,
    staged.standing,
    staged.valid_from,
    staged.valid_to,
    staged.predecessor_code,
    related.predecessor_id,
    staged.predecessor_share,
    staged.reject_reasons || case
        when staged.parent_code is not null and staged.unit_type is not null and related.parent_id is null
        then '|parent_code:unknown_unit'
        else ''
    end
    || case
        when staged.predecessor_code is not null and related.predecessor_id is null
        then '|predecessor_code:unknown_unit'
        else ''
    end as reject_reasons
from staged
left join
    related
    on staged.delivery_id = related.delivery_id
    and staged.sheet = related.sheet
    and staged.row_number = related.row_number
