{#- Calendar arithmetic in which DuckDB and Spark differ. -#}
{% macro add_months(day, months) -%} {{ return(adapter.dispatch("add_months")(day, months)) }} {%- endmacro %}
{% macro default__add_months(day, months) -%} cast({{ day }} + to_months({{ months }}) as date) {%- endmacro %}
{% macro spark__add_months(day, months) -%} add_months({{ day }}, {{ months }}) {%- endmacro %}

{#- Whole days from one day to a later one. -#}
{% macro days_between(earlier, later) -%} {{ return(adapter.dispatch("days_between")(earlier, later)) }} {%- endmacro %}
{% macro default__days_between(earlier, later) -%} date_diff('day', {{ earlier }}, {{ later }}) {%- endmacro %}
{% macro spark__days_between(earlier, later) -%} cast(datediff({{ later }}, {{ earlier }}) as bigint) {%- endmacro %}

{#- The Thursday of a day's ISO week: the day that decides to which year and month a week belongs. -#}
{% macro iso_thursday(day) -%} {{ add_days("cast(date_trunc('week', " ~ day ~ ") as date)", 3) }} {%- endmacro %}

{% macro year_end(year) -%} make_date({{ year }}, 12, 31) {%- endmacro %}
