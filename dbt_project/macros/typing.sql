{#- From the text of a cell to a typed value; NULL where the text is not one. Nothing is repaired by guessing. -#}
{#- Full-width digits, letters and signs written the narrow way. -#}
{% macro narrow(text) -%}
    translate(
        {{ text }},
        '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．－，／：％＋　',
        '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-,/:%+ '
    )
{%- endmacro %}

{#- A text cell: narrow, without spaces around it; an empty one is NULL. -#}
{% macro as_text(text) -%} nullif(trim({{ narrow(text) }}), '') {%- endmacro %}

{#- 2024-03-05 2024.3.5 2024/3/5 2024年3月5日 20240305 45356 (days since 1899-12-30), a time of day ignored. A day
    without a year is refused, so is a day that never was. The ISO form goes first: nearly every cell has it. -#}
{% macro as_date(text) -%}
    {%- set plain = "regexp_replace(" ~ narrow(text) ~ ", '[ T][0-9]{1,2}:[0-9]{2}.*$', '')" -%}
    {%- set dashed = "translate(" ~ plain ~ ", '年月./。日号 ', '-----')" -%}
    case
        when {{ matches(text, "^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$") }}
        then try_cast({{ text }} as date)
        when {{ matches(dashed, "^(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}$") }}
        then try_cast({{ dashed }} as date)
        when {{ matches(plain, "^(19|20)[0-9]{6}$") }}
        then
            try_cast(
                substr({{ plain }}, 1, 4)
                || '-'
                || substr({{ plain }}, 5, 2)
                || '-'
                || substr({{ plain }}, 7, 2) as date
            )
        when {{ matches(plain, "^[1-6][0-9]{4}([.][0-9]+)?$") }}
        then {{ add_days("cast('1899-12-30' as date)", "substr(" ~ plain ~ ", 1, 5)") }}
    end
{%- endmacro %}

{#- The first day of a month written as 1982-07, 1982.7, 1982年7月, 198207, or as any day of it. -#}
{% macro as_month(text) -%}
    {%- set dashed = "rtrim(translate(" ~ narrow(text) ~ ", '年月./。 份', '-----'), '-')" -%}
    case
        when {{ matches(dashed, "^(19|20)[0-9]{2}-[0-9]{1,2}$") }}
        then try_cast({{ dashed }} || '-01' as date)
        when {{ matches(dashed, "^(19|20)[0-9]{2}(0[1-9]|1[0-2])$") }}
        then try_cast(substr({{ dashed }}, 1, 4) || '-' || substr({{ dashed }}, 5, 2) || '-01' as date)
        else cast(date_trunc('month', {{ as_date(text) }}) as date)
    end
{%- endmacro %}

{#- 2016, 2016年, 2016年度. -#}
{% macro as_year(text) -%}
    {%- set plain = "translate(" ~ narrow(text) ~ ", '年度 ', '')" -%}
    case when {{ matches(plain, "^(19|20)[0-9]{2}$") }} then try_cast({{ plain }} as integer) end
{%- endmacro %}

{#- The digits of a number: thousands separators only where they belong, no exponent. NULL where it is not one. -#}
{% macro number_text(text) -%}
    case
        when {{ matches(text, "^[-+]?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})([.][0-9]+)?$") }}
        then translate({{ text }}, ',+', '')
    end
{%- endmacro %}

{#- A number with what may stand around it: spaces, a sign of currency, 万 or 亿, the contract's own unit. -#}
{% macro as_number(text, unit) -%}
    {%- set plain = "regexp_replace(translate(" ~ narrow(text) ~ ", ' ¥￥', ''), '" ~ (unit or "") ~ "$', '')" -%}
    {%- set digits = "regexp_replace(" ~ plain ~ ", '[亿万千百十]+$', '')" -%}
    try_cast({{ number_text(digits) }} as decimal(20, 6)) * case
        {% for word, times in [
            ("千万", 10000000),
            ("百万", 1000000),
            ("十万", 100000),
            ("万", 10000),
            ("亿", 100000000),
            ("千", 1000),
            ("百", 100),
            ("十", 10),
        ] -%}
            when {{ matches(plain, "[0-9]" ~ word ~ "$") }} then {{ times }}
        {% endfor -%}
        when {{ matches(plain, "[0-9]$") }}
        then 1
    end
{%- endmacro %}

{#- 46, 1,234, 12.0, 1.2万, 46人 where the contract says the unit is 人; nothing that is not whole. -#}
{% macro as_integer(text, unit=none) -%}
    case
        when {{ as_number(text, unit) }} = floor({{ as_number(text, unit) }})
        then cast({{ as_number(text, unit) }} as bigint)
    end
{%- endmacro %}

{% macro as_decimal(text, unit=none) -%} cast({{ as_number(text, unit) }} as decimal(20, 6)) {%- endmacro %}

{#- Yuan: 1,234.50, ¥1234.5, 1234.5元, 12.5万元. -#}
{% macro as_money(text) -%} cast({{ as_number(text, "元") }} as decimal(18, 2)) {%- endmacro %}

{#- A share of one: 20%, 0.2; a bare number above 1 and up to 100 is taken as per cent. -#}
{% macro as_percent(text) -%}
    {%- set plain = "translate(" ~ narrow(text) ~ ", ' ', '')" -%}
    {%- set digits = number_text("rtrim(" ~ plain ~ ", '%')") -%}
    {%- set number = "try_cast(" ~ digits ~ " as decimal(20, 6))" -%}
    case
        when {{ matches(plain, "%$") }} or {{ number }} > 1
        then case when {{ number }} <= 100 then cast({{ number }} / 100 as decimal(9, 6)) end
        else cast({{ number }} as decimal(9, 6))
    end
{%- endmacro %}

{#- The code behind a label: spaces and the width of brackets do not matter. The code itself is a label too. -#}
{% macro as_code(text, codes) -%}
    {%- set plain -%} translate({{ narrow(text) }}, '（） ', '()') {%- endset -%}
    case
        {{ plain }}
        {% for code, labels in codes.items() -%}
            {%- for label in [code] + labels | unique | list %}
                when '{{ label | replace("（", "(") | replace("）", ")") | replace(" ", "") }}' then '{{ code }}'
            {% endfor -%}
        {%- endfor %}
    end
{%- endmacro %}

{#- A keyed hash of an identity number; intake writes one that is not well-formed behind an exclamation mark. -#}
{% macro as_person_id(text) -%} case when {{ matches(text, "^p[0-9a-f]{24}$") }} then {{ text }} end {%- endmacro %}

{#- The typed value of a cell, as its contract column says. -#}
{% macro as_typed(text, column) %}
    {%- if column.type == "text" -%} {{ return(as_text(text)) }}
    {%- elif column.type == "date" -%} {{ return(as_date(text)) }}
    {%- elif column.type == "month" -%} {{ return(as_month(text)) }}
    {%- elif column.type == "year" -%} {{ return(as_year(text)) }}
    {%- elif column.type == "integer" -%} {{ return(as_integer(text, column.unit)) }}
    {%- elif column.type == "decimal" -%} {{ return(as_decimal(text, column.unit)) }}
    {%- elif column.type == "money" -%} {{ return(as_money(text)) }}
    {%- elif column.type == "percent" -%} {{ return(as_percent(text)) }}
    {%- elif column.type == "code" -%} {{ return(as_code(text, column.codes)) }}
    {%- elif column.type == "person_id" -%} {{ return(as_person_id(text)) }}
    {%- else -%} {{ exceptions.raise_compiler_error("Column " ~ column.name ~ " has no known type: " ~ column.type) }}
    {%- endif -%}
{% endmacro %}
