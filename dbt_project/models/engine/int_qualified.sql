-- depends_on: {{ ref("int_unit") }}
-- Amounts by unit, key, month and measure, for measures that count the keys whose amount in a period meets a condition.
{{ config(meta={"by": "unit", "day": "make_date(step // 12, step % 12 + 1, 1)", "span": "month"}) }}
{% for fact in facts_with("qualified") %}
    {%- set outer_last = loop.last %}
    {%- for key in keys_of(fact, "qualified") %}
        {%- set measures = measures_of(fact, "qualified") | selectattr("key", "equalto", key) | list %}
        select unit_id, counted_key, step, measure_id, amount, basis_rank
        from
            (
                select
                    contributions.unit_id,
                    cast(contributions.{{ key }} as string) as counted_key,
                    {{ month_step("contributions.day") }} as step,
                    max({{ basis_rank("contributions.basis") }}) as basis_rank,
                    {% for measure in measures %}
                        sum(cast(contributions.{{ measure.amount }} as decimal(20, 4))) as {{ measure.id }}
                        {{- "," if not loop.last }}
                    {% endfor %}
                from {{ ref("mea_" ~ fact) }} as contributions
                inner join
                    {{ ref("int_unit") }} as units
                    on contributions.unit_id = units.unit_id
                    and contributions.day <= units.as_of
                where contributions.{{ key }} is not null
                group by contributions.unit_id, contributions.{{ key }}, {{ month_step("contributions.day") }}
            ) as amounts
            unpivot (amount for measure_id in ({{ measures | map(attribute="id") | join(", ") }}))
            {{ "union all" if not (outer_last and loop.last) }}
    {% endfor %}
{% endfor %}
