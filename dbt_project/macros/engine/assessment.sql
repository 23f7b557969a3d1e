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

{#- Units of what is counted one by one; product/format.py shows them without a fraction. -#}
{% macro whole_units() -%} '人', '户', '次', '个', '周', '人次', '人月', '名', '场', '项', '件', '所', '家', '处', '支' {%- endmacro %}

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

{#- Whether a unit stands at the level a clause binds; villages are bound with communities, towns with streets. -#}
{% macro at_level(unit_type, binding_level) -%}
    (
        {{ unit_type }} = {{ binding_level }}
        or ({{ unit_type }} = 'village' and {{ binding_level }} = 'community')
        or ({{ unit_type }} = 'town' and {{ binding_level }} = 'street')
    )
{%- endmacro %}

{#- What a norm asks of a unit that has so many of its measure: base + each x round((measure - above) / per). -#}
{% macro norm_target(counted) -%}
    {%- set steps = "greatest(0, " ~ counted ~ " - norm_above) / norm_per" -%}
    least(
        greatest(
            norm_base
            + norm_each
            * case
                norm_rounding
                when 'down'
                then floor({{ steps }} + 1e-9)
                when 'up'
                then ceil({{ steps }} - 1e-9)
                else {{ steps }}
            end,
            coalesce(norm_at_least, -1e300)
        ),
        coalesce(norm_at_most, 1e300)
    )
{%- endmacro %}

{#- How many days a pace needs to reach the target; empty where it never does, or not within a hundred years. -#}
{% macro days_to_target(pace) -%}
    case
        when (paths.target - paths.value) / nullif({{ pace }}, 0) between 0 and 36525
        then cast(ceil((paths.target - paths.value) / {{ pace }}) as integer)
    end
{%- endmacro %}

{#- People who have it to hire beside those there, so that the share reaches p: ceil((pN - C) / (1 - p)). Nobody can be
    hired into a whole: empty at 100 %. -#}
{% macro to_hire() -%}
    case
        when paths.is_headcount_share and paths.comparator in ('>=', '>') and paths.target < paths.factor
        then
            case
                when paths.meets_target
                then 0
                when paths.comparator = '>'
                then
                    floor(
                        (paths.target / paths.factor * paths.base - paths.numerator) / (1 - paths.target / paths.factor)
                        + 1e-9
                    )
                    + 1
                else
                    ceil(
                        (paths.target / paths.factor * paths.base - paths.numerator) / (1 - paths.target / paths.factor)
                        - 1e-9
                    )
            end
    end
{%- endmacro %}
