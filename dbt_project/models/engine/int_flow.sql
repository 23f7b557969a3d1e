-- depends_on: {{ ref("int_unit") }}
-- Sums by unit, day and measure: one scan a fact, whatever the number of its measures. Ten decimals: a month is a
-- twelfth of a worker-year.
{{ config(meta={"by": "unit", "day": "day"}) }}
{% for fact in facts_with("flow") %}
    {%- set measures = measures_of(fact, "flow") %}
    select unit_id, day, measure_id, amount, basis_rank
    from
        (
            select
                contributions.unit_id,
                contributions.day,
                max({{ basis_rank("contributions.basis") }}) as basis_rank,
                {% for measure in measures %}
                    sum(cast(contributions.{{ measure.amount }} as decimal(28, 10))) as {{ measure.id }}
                    {{- "," if not loop.last }}
                {% endfor %}
            from {{ ref("mea_" ~ fact) }} as contributions
            inner join
                {{ ref("int_unit") }} as units
                on contributions.unit_id = units.unit_id
                and contributions.day <= units.as_of
            group by contributions.unit_id, contributions.day
        ) as sums
        unpivot (amount for measure_id in ({{ measures | map(attribute="id") | join(", ") }}))
        {{ "union all" if not loop.last }}
{% endfor %}
