-- When a unit has an item, counted once however many rows show it: a row holds from the day no earlier row covers.
with
    covered as (
        select
            presence.*,
            coalesce(valid_to, cast('9999-12-31' as date)) as ends_on,
            max(coalesce(valid_to, cast('9999-12-31' as date))) over (
                partition by unit_id, item
                order by valid_from, delivery_id, sheet, row_number
                rows between unbounded preceding and 1 preceding
            ) as covered_to
        from {{ ref("fct_presence") }} as presence
    )
select
    required.composition_id,
    required.unit_id,
    required.item,
    greatest(covered.valid_from, coalesce(covered.covered_to, covered.valid_from), required.valid_from) as valid_from,
    least(covered.ends_on, required.valid_to) as valid_to,
    covered.delivery_id,
    covered.sheet,
    covered.row_number,
    covered.basis
from covered
inner join
    {{ ref("int_composition_unit") }} as required on covered.unit_id = required.unit_id and covered.item = required.item
where
    greatest(covered.valid_from, coalesce(covered.covered_to, covered.valid_from), required.valid_from)
    < least(covered.ends_on, required.valid_to)
