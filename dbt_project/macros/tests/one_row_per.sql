{#- The grain of a model, proved: no two rows share these columns. Only rows whose hashes are alike are compared: to
    group numbers takes less than to group texts. -#}
{% test one_row_per(model, columns) %}
    select {{ columns | join(", ") }}, count(*) as rows_found
    from {{ model }}
    where
        {{ hashed(columns) }}
        in (select {{ hashed(columns) }} from {{ model }} group by {{ hashed(columns) }} having count(*) > 1)
    group by {{ columns | join(", ") }}
    having count(*) > 1
{% endtest %}
