{#- How a figure is held against a clause. The columns named here are those of int_target. -#}
{#- Whether a figure meets a target with the clause's comparator. An exact target is met to the indicator's precision. -#}
{% macro meets(figure, target="target") -%}
    case
        comparator
        when '>='
        then {{ figure }} >= {{ target }} - 1e-9
        when '>'
        then {{ figure }} > {{ target }}
        when '<='
        then {{ figure }} <= {{ target }} + 1e-9
        when '<'
        then {{ figure }} < {{ target }}
        when '='
        then abs({{ figure }} - {{ target }}) <= 0.5 * power(10, - precision)
        when 'between'
        then {{ figure }} >= target_low - 1e-9 and {{ figure }} <= target_high + 1e-9
    end
{%- endmacro %}

{#- What is missing to a target, in the numerator's own unit: whole people or households, yuan to the cent; never negative. -#}
{% macro shortfall(target="target") -%}
    greatest(
        0,
        case
            when is_whole and comparator = '>'
            then floor({{ target }} / factor * base + 1e-9) + 1 - numerator
            when is_whole and comparator in ('<', '<=')
            then ceil(numerator - {{ target }} / factor * base - 1e-9)
            when is_whole
            then ceil({{ target }} / factor * base - numerator - 1e-9)
            when comparator in ('<', '<=')
            then round(numerator - {{ target }} / factor * base, 2)
            else round({{ target }} / factor * base - numerator, 2)
        end,
        case when comparator = 'between' then numerator - floor(target_high / factor * base + 1e-9) end
    )
{%- endmacro %}
