{#- From which day on a table is made again. A model whose rows each speak of a day, or of a period, says so: -#}
{#- meta `day`: a row's day, or "period" where it has a period_type and a period_start. No row of an earlier day than the
    first that changed in what the model reads, and no period that ended before it, may depend on what changed.
    `span`: week, month or year where a row depends on all days of its own; `apart` where it keeps these days apart, in all
    but its basis. `reach`: how many days before its own a row
    reads, "ever" where there is no bound. A model without `day` changes on any day. -#}
{% macro any_day() %} {{ return("date '0001-01-01'") }} {% endmacro %}

{#- The first day of a model's rows that may differ where what it reads differs from a day on. -#}
{% macro first_day_of(day, meta) %}
    {%- if not meta.get("day") -%} {{ return(any_day()) }} {%- endif -%}
    {%- if meta.get("apart") and has_one_basis() -%} {{ return(day) }} {%- endif -%}
    {{ return(first_of_span(day, meta.get("span"))) }}
{% endmacro %}

{#- Whether all that was delivered is of one basis, so that no day can change that of another. -#}
{% macro has_one_basis() %}
    {{ return(run_query("select count(distinct basis) < 2 from raw.delivery where dataset is not null")[0][0]) }}
{% endmacro %}

{#- The first day of the week, the month or the year. A year's first week may begin before it. -#}
{% macro first_of_span(day, span) %}
    {%- set week = "cast(date_trunc('week', " ~ day ~ ") as date)" -%}
    {%- if not span -%} {{ return(day) }} {%- endif -%}
    {%- if span == "week" -%} {{ return(week) }} {%- endif -%}
    {%- set first = "cast(date_trunc('" ~ span ~ "', " ~ day ~ ") as date)" -%}
    {{ return(first if span == "month" else "least(" ~ first ~ ", " ~ week ~ ")") }}
{% endmacro %}

{#- Which rows of a node the model that is made has to make again, or to read, where it is made from a day on; none: all. -#}
{% macro days_since(node, since) %}
    {%- set day = day_of(node) -%}
    {%- set reach = 0 if node.unique_id == model.unique_id else model.config.meta.get("reach", 0) -%}
    {%- if not (day and since) or since | string in any_day() or reach == "ever" -%} {{ return(none) }} {%- endif -%}
    {%- set from_day = "(date '" ~ since ~ "' - " ~ reach ~ ")" -%}
    {%- if day == "period" -%} {{ return(periods_since(from_day)) }} {%- endif -%}
    {%- set own = model.config.meta -%}
    {%- set first = first_of_span(from_day, "year" if own.day == "period" else own.span if own.apart else none) -%}
    {%- if node.unique_id != model.unique_id and node.config.meta.get("span") == "year" -%}
        {%- set first = "date_trunc('year', " ~ first ~ ")" -%}
    {%- endif -%}
    {{ return(day ~ " >= " ~ first) }}
{% endmacro %}

{#- The day of a node's rows. Of staged rows only where a later delivery replaces rows of the same day alone. -#}
{% macro day_of(node) %}
    {%- if node.schema != "staging" -%} {{ return(node.config.meta.get("day")) }} {%- endif -%}
    {%- set dataset = node.name.replace("stg_", "", 1) -%}
    {%- set day = row_day(dataset) if dataset in var("datasets") else none -%}
    {{ return(day if day in told_of_together(dataset) else none) }}
{% endmacro %}

{#- Periods that had not ended before a day. -#}
{% macro periods_since(day) %}
    {%- set starts = [] -%}
    {%- for period_type, months in [("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12)] -%}
        {%- do starts.append("when '" ~ period_type ~ "' then " ~ period_start_of(day, period_type)) -%}
    {%- endfor -%}
    {{
        return(
            "period_start >= case period_type when 'week' then cast(date_trunc('week', "
            ~ day
            ~ ") as date) "
            ~ starts
            | join(" ") ~ " else " ~ day ~ " end"
        )
    }}
{% endmacro %}

{% macro period_last_day() %}
    {%- set ends = [] -%}
    {%- for period_type, months in [("month", 0), ("quarter", 2), ("half_year", 5), ("year", 11)] -%}
        {%- do ends.append("when '" ~ period_type ~ "' then last_day(period_start + to_months(" ~ months ~ "))") -%}
    {%- endfor -%}
    {{ return("case period_type when 'week' then period_start + 6 " ~ ends | join(" ") ~ " else period_start end") }}
{% endmacro %}
