{#- The few expressions in which DuckDB and Spark differ; models call these and stay the same on both. -#}
{#- Does the text match the pattern anywhere? Patterns avoid backslashes, which the two escape differently. -#}
{% macro matches(text, pattern) %} {{ return(adapter.dispatch("matches")(text, pattern)) }} {% endmacro %}
{% macro default__matches(text, pattern) -%} regexp_matches({{ text }}, '{{ pattern }}') {%- endmacro %}
{% macro spark__matches(text, pattern) -%}({{ text }} rlike '{{ pattern }}') {%- endmacro %}

{#- Does the text hold plain ASCII only? By far the quickest question to ask of a text. -#}
{% macro is_ascii(text) %} {{ return(adapter.dispatch("is_ascii")(text)) }} {% endmacro %}
{% macro default__is_ascii(text) -%} (strlen({{ text }}) = length({{ text }})) {%- endmacro %}
{% macro spark__is_ascii(text) -%}(octet_length({{ text }}) = length({{ text }})) {%- endmacro %}

{#- A day so many days after another. -#}
{% macro add_days(day, days) %} {{ return(adapter.dispatch("add_days")(day, days)) }} {% endmacro %}
{% macro default__add_days(day, days) -%} ({{ day }} + cast({{ days }} as integer)) {%- endmacro %}
{% macro spark__add_days(day, days) -%} date_add({{ day }}, cast({{ days }} as int)) {%- endmacro %}

{#- The texts of a group, sorted and joined. -#}
{% macro join_texts(text, separator) %} {{ return(adapter.dispatch("join_texts")(text, separator)) }} {% endmacro %}
{% macro default__join_texts(text, separator) -%}
    string_agg(distinct {{ text }}, '{{ separator }}' order by {{ text }})
{%- endmacro %}
{% macro spark__join_texts(text, separator) -%}
    array_join(array_sort(collect_set({{ text }})), '{{ separator }}')
{%- endmacro %}

{#- Whole-number division of numbers that are not negative. -#}
{% macro whole(dividend, divisor) -%} cast(floor(({{ dividend }}) / {{ divisor }}) as bigint) {%- endmacro %}

{#- The part of an amount, exactly: 22 decimals, which Spark keeps only where the digits before them are few. -#}
{% macro weighted(amount, weight) %} {{ return(adapter.dispatch("weighted")(amount, weight)) }} {% endmacro %}
{% macro default__weighted(amount, weight) -%} {{ amount }} * {{ weight }} {%- endmacro %}
{% macro spark__weighted(amount, weight) -%}
    cast({{ amount }} as decimal(24, 10)) * cast({{ weight }} as decimal(13, 12))
{%- endmacro %}

{#- A row for every whole number from 0 to the last, in a select list. -#}
{% macro numbers_to(last) %} {{ return(adapter.dispatch("numbers_to")(last)) }} {% endmacro %}
{% macro default__numbers_to(last) -%} unnest(range(cast({{ last }} as bigint) + 1)) {%- endmacro %}
{% macro spark__numbers_to(last) -%} explode(sequence(cast(0 as bigint), cast({{ last }} as bigint))) {%- endmacro %}

{#- One bit, as a BIGINT: bit 0 is the lowest. -#}
{% macro bit(position) %} {{ return(adapter.dispatch("bit")(position)) }} {% endmacro %}
{% macro default__bit(position) -%} (cast(1 as bigint) << cast({{ position }} as integer)) {%- endmacro %}
{% macro spark__bit(position) -%} shiftleft(cast(1 as bigint), cast({{ position }} as int)) {%- endmacro %}

{#- A number that equal values share and others hardly ever do: it finds what to look at closely, it tells nothing. -#}
{% macro hashed(values) %} {{ return(adapter.dispatch("hashed")(values)) }} {% endmacro %}
{% macro default__hashed(values) -%} hash({{ values | join(", ") }}) {%- endmacro %}
{% macro spark__hashed(values) -%} xxhash64({{ values | join(", ") }}) {%- endmacro %}

{#- The rows of a query of which there are few, however many it reads. DuckDB takes the groups of Parquet files for as many
    as their rows, and would sooner put millions of rows at hand than what is found by these; the elements of one list it
    takes for few. -#}
{% macro known_few(query) %} {{ return(adapter.dispatch("known_few")(query)) }} {% endmacro %}
{% macro default__known_few(query) -%}
    select unnest(list(few), recursive := true) from ({{ query }}) as few
{%- endmacro %}
{% macro spark__known_few(query) -%} {{ query }} {%- endmacro %}
