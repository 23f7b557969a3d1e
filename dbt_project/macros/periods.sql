{#- The calendar: where periods begin and what they are called. -#}
{#- The first day of an absolute month (year * 12 + month - 1). -#}
{% macro month_start(step) -%}
    cast(
        cast({{ whole(step, 12) }} as string)
        || '-'
        || lpad(cast(({{ step }}) % 12 + 1 as string), 2, '0')
        || '-01' as date
    )
{%- endmacro %}

{#- The first day of the month, quarter, half-year or year that holds a day. -#}
{% macro period_start_of(day, frequency) -%}
    {%- set months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[frequency] -%}
    {{ month_start("year(" ~ day ~ ") * 12 + month(" ~ day ~ ") - 1 - (month(" ~ day ~ ") - 1) % " ~ months) }}
{%- endmacro %}

{#- 2016, 2016-H1, 2016-Q3, 2016-07, 2016-W31. -#}
{% macro period_label(period_type, year, nth) -%}
    cast({{ year }} as string) || case
        {{ period_type }}
        when 'half_year'
        then '-H' || cast({{ nth }} as string)
        when 'quarter'
        then '-Q' || cast({{ nth }} as string)
        when 'month'
        then '-' || lpad(cast({{ nth }} as string), 2, '0')
        when 'week'
        then '-W' || lpad(cast({{ nth }} as string), 2, '0')
        else ''
    end
{%- endmacro %}

{#- 2016年, 2016年上半年, 2016年第3季度, 2016年7月, 2016年第31周. -#}
{% macro period_label_zh(period_type, year, nth) -%}
    cast({{ year }} as string) || case
        {{ period_type }}
        when 'half_year'
        then case {{ nth }} when 1 then '年上半年' else '年下半年' end
        when 'quarter'
        then '年第' || cast({{ nth }} as string) || '季度'
        when 'month'
        then '年' || cast({{ nth }} as string) || '月'
        when 'week'
        then '年第' || cast({{ nth }} as string) || '周'
        else '年'
    end
{%- endmacro %}

{#- 2016, H1 2016, Q3 2016, Jul 2016, week 31 of 2016. -#}
{% macro period_label_en(period_type, year, nth) -%}
    case
        {{ period_type }}
        when 'half_year'
        then 'H' || cast({{ nth }} as string) || ' '
        when 'quarter'
        then 'Q' || cast({{ nth }} as string) || ' '
        when 'month'
        then substr('JanFebMarAprMayJunJulAugSepOctNovDec', cast(3 * ({{ nth }}) - 2 as integer), 3) || ' '
        when 'week'
        then 'week ' || cast({{ nth }} as string) || ' of '
        else ''
    end
    || cast({{ year }} as string)
{%- endmacro %}

{#- Period types from the shortest to the longest; a dataset due once stands behind them all. -#}
{% macro period_rank(period_type) -%}
    case
        {{ period_type }}
        when 'week'
        then 1
        when 'month'
        then 2
        when 'quarter'
        then 3
        when 'half_year'
        then 4
        when 'year'
        then 5
        else 6
    end
{%- endmacro %}
