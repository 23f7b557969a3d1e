{#- How high a type of unit stands. A parent stands higher than its child, so no chain of parents runs in a circle. -#}
{% macro unit_level(unit_type) -%}
    case
        {{ unit_type }}
        when 'province'
        then 1
        when 'city'
        then 2
        when 'district'
        then 3
        when 'street'
        then 4
        when 'town'
        then 4
        when 'community'
        then 5
        when 'village'
        then 5
    end
{%- endmacro %}
