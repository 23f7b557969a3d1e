{#- The joins of one side of an indicator: its measure (of the same period a year earlier where lagged) and, where it is
    weighed by a benchmark, that benchmark of the year asked for. -#}
{% macro indicator_side(side) %}
    left join
        {{ ref("fct_measure") }} as {{ side }}
        on indicators.{{ side }} = {{ side }}.measure_id
        and cells.unit_id = {{ side }}.unit_id
        and cells.boundary = {{ side }}.boundary
        and periods.period_type = {{ side }}.period_type
        and case
            indicators.{{ side }}_lag_years when 1 then periods.same_period_last_year_start else periods.period_start
        end
        = {{ side }}.period_start
    left join
        {{ ref("int_benchmark") }} as {{ side }}_benchmark
        on indicators.{{ side }}_benchmark = {{ side }}_benchmark.benchmark
        and cells.unit_id = {{ side }}_benchmark.unit_id
        and year(periods.period_start) - indicators.{{ side }}_benchmark_lag_years = {{ side }}_benchmark.year
{% endmacro %}

{#- The figure of one side: NULL where its measure, or the benchmark it is weighed by, is. -#}
{% macro indicator_side_value(side) -%}
    (
        cast({{ side }}.value as double)
        * case when indicators.{{ side }}_benchmark is null then 1 else {{ side }}_benchmark.value end
    )
{%- endmacro %}
