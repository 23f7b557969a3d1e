-- What every grid, or everybody paid in a year, of a unit has: where the least of the quantities is above nought. A
-- year's pay speaks from the year's last day until the next year's.
with
    {% for dataset, fact, columns in [
        ("grids", "fct_grid_spell", ["workers", "directors", "guides"]),
        (
            "pay",
            "fct_pay",
            ["pension", "medical", "unemployment", "work_injury", "maternity", "housing_fund"],
        ),
    ] %}
        {{ dataset }}_found as (
            {% for column in columns %}
                select
                    unit_id,
                    '{{ dataset }}.{{ column }}' as item,
                    {% if dataset == "pay" %}
                        {{ year_end("year") }} as valid_from, {{ year_end("year + 1") }} as valid_to,
                    {% else %} valid_from, valid_to,
                    {% endif %}
                    {{ column }} as quantity,
                    {{ lineage() }}
                from {{ ref(fact) }} {{ "union all" if not loop.last }}
            {% endfor %}
        )
        {{- "," }}
    {% endfor %}
    found as (
        select *
        from grids_found
        union all
        select *
        from pay_found
    )
select
    unit_id,
    item,
    valid_from,
    valid_to,
    cast(count(*) as string) as evidence,
    min_by(delivery_id, row_number) as delivery_id,
    min_by(sheet, row_number) as sheet,
    min(row_number) as row_number,
    max(received_at) as received_at,
    max(basis) as basis
from found
group by unit_id, item, valid_from, valid_to
having min(coalesce(quantity, 0)) > 0
