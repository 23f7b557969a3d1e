{#- Why an item of a scorecard lost points, as one sentence in a language; NULL where it lost none. It begins with the
    item's place on the card, by which sentences are put in order. -#}
{% macro scorecard_deduction(language) -%}
    {%- set full_marks, lost, veto = {
        "zh": ("，满分标准 ", "，扣 ", "，一票否决"),
        "en": (", full marks at ", ", points lost ", ", veto"),
    }[language] -%}
    case
        when weight * (1 - share) > 0 or (rule = 'veto' and share < 1)
        then
            substr(cast(100 + position as string), 2)
            || ' '
            || name_{{ language }}
            || ' '
            || {{ one_decimal("value") }}
            || case when unit_of_measure = '%' then '%' else ' ' || unit_of_measure end
            || coalesce('{{ full_marks }}' || {{ one_decimal("full_at") }}, '')
            || case
                when rule = 'veto' then '{{ veto }}' else '{{ lost }}' || {{ one_decimal("weight * (1 - share)") }}
            end
    end
{%- endmacro %}

{#- A number as text with one decimal. -#}
{% macro one_decimal(number) -%} cast(cast(round({{ number }}, 1) as decimal(18, 1)) as string) {%- endmacro %}
