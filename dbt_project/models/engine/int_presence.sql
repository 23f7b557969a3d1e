-- depends_on: {{ ref("int_unit") }}
-- Distinct counting by algebra: one row per unit, key, year and measure, a bit for every month in which the key was
-- seen. Counting a period is then a test of its bits, exact at every level and period.
{{ config(meta={"by": "unit", "day": "make_date(bucket, 1, 1)", "span": "year", "apart": true}) }}
{% for fact in facts_with("distinct") %}
    {%- set outer_last = loop.last %}
    {%- for key in keys_of(fact, "distinct") %}
        {%- set measures = measures_of(fact, "distinct") | selectattr("key", "equalto", key) | list %}
        select unit_id, counted_key, bucket, measure_id, mask, basis_rank
        from
            (
                select
                    contributions.unit_id,
                    cast(contributions.{{ key }} as string) as counted_key,
                    year(contributions.day) as bucket,
                    max({{ basis_rank("contributions.basis") }}) as basis_rank,
                    {% for measure in measures %}
                        bit_or(
                            {% if measure.when %}
                                case when contributions.{{ measure.when }} then
                                    {% endif %} {{ bit("month(contributions.day) - 1") }}
                            {% if measure.when %} end {% endif %}
                        ) as {{ measure.id }} {{- "," if not loop.last }}
                    {% endfor %}
                from {{ ref("mea_" ~ fact) }} as contributions
                inner join
                    {{ ref("int_unit") }} as units
                    on contributions.unit_id = units.unit_id
                    and contributions.day <= units.as_of
                where contributions.{{ key }} is not null
                group by contributions.unit_id, contributions.{{ key }}, year(contributions.day)
            ) as seen
            unpivot (mask for measure_id in ({{ measures | map(attribute="id") | join(", ") }}))
            {{ "union all" if not (outer_last and loop.last) }}
    {% endfor %}
{% endfor %}
