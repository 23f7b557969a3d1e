-- depends_on: {{ ref("int_unit") }}
-- What changed in every stock, by unit, day and measure: plus where a row begins to hold, minus where it ends.
-- A stock on a day is the running sum of these. Compositions name their measures in a column.
{{ config(meta={"by": "unit"}) }}
{% for fact in facts_with("stock") %}
    {%- set measures = measures_of(fact, "stock") %}
    select unit_id, day, measure_id, change, basis_rank
    from
        (
            select
                changes.unit_id,
                changes.day,
                max({{ basis_rank("changes.basis") }}) as basis_rank,
                {% for measure in measures %}
                    sum(changes.sign * cast(changes.{{ measure.amount }} as decimal(20, 4))) as {{ measure.id }}
                    {{- "," if not loop.last }}
                {% endfor %}
            from
                (
                    select contributions.*, valid_from as day, 1 as sign
                    from {{ ref("mea_" ~ fact) }} as contributions
                    union all
                    select contributions.*, valid_to as day, -1 as sign
                    from {{ ref("mea_" ~ fact) }} as contributions
                    where valid_to is not null
                ) as changes
            inner join {{ ref("int_unit") }} as units on changes.unit_id = units.unit_id and changes.day <= units.as_of
            group by changes.unit_id, changes.day
        ) as sums
        unpivot (change for measure_id in ({{ measures | map(attribute="id") | join(", ") }}))
    union all
{% endfor %}
select changes.unit_id, changes.day, changes.measure_id, sum(changes.change), max({{ basis_rank("changes.basis") }})
from
    (
        select unit_id, valid_from as day, measure_id, cast(amount as decimal(20, 4)) as change, basis
        from {{ ref("mea_composition") }}
        union all
        select unit_id, valid_to, measure_id, cast(- amount as decimal(20, 4)), basis
        from {{ ref("mea_composition") }}
        where valid_to is not null
    ) as changes
inner join {{ ref("int_unit") }} as units on changes.unit_id = units.unit_id and changes.day <= units.as_of
group by changes.unit_id, changes.day, changes.measure_id
