{#- The grain of a model, proved: no two rows share these columns. -#}
{% test one_row_per(model, columns) %}
    select {{ columns | join(", ") }}, count(*) as rows_found
    from {{ model }}
    group by {{ columns | join(", ") }}
    having count(*) > 1
{% endtest %}
