{#- From the text of a cell to a typed value, in two steps: plain_cell takes off what says nothing, as_typed reads what is
    left and is NULL where it is no such value. Nothing is repaired by guessing. -#}
{#- Full-width digits, letters and signs written the narrow way; text without any is passed by, which is far quicker. -#}
{% macro narrow(text) -%}
    case
        when {{ is_ascii(text) }}
        then {{ text }}
        when {{ matches(text, "[！-～　]") }}
        then
            translate(
                {{ text }},
                '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．－，／：％＋　',
                '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-,/:%+ '
            )
        else {{ text }}
    end
{%- endmacro %}

{#- A cell without what people write around a value: full-width forms, spaces, times of day, the signs of a date. -#}
{% macro plain_cell(text, column) -%}
    {%- if column.type in ["date", "month"] -%}
        case
            when {{ text }} like '____-__-__' and {{ is_ascii(text) }}
            then {{ text }}
            else translate(regexp_replace({{ narrow(text) }}, '[ T][0-9]{1,2}:[0-9]{2}.*$', ''), '年月./。日号份 ', '-----')
        end
    {%- elif column.type == "year" -%} translate({{ narrow(text) }}, '年度 ', '')
    {%- elif column.type in ["integer", "decimal", "money", "percent"] -%} translate({{ narrow(text) }}, ' ¥￥', '')
    {%- elif column.type == "code" -%}
        case when {{ matches(text, "[！-～　 ]") }} then translate({{ narrow(text) }}, '（） ', '()') else {{ text }} end
    {%- elif column.type == "text" -%}
        {#- intake has stripped every cell: only a wide space can still turn into a narrow one at its ends -#}
        nullif(case when {{ is_ascii(text) }} then {{ text }} else trim({{ narrow(text) }}) end, '')
    {%- else -%} {{ text }}
    {%- endif -%}
{%- endmacro %}

{#- 2024-03-05 2024.3.5 2024/3/5 2024年3月5日 20240305, 45356 (days since 1899-12-30, with a time of day or without). A day
    without a year is refused, so is a day that never was. -#}
{% macro as_date(plain) -%}
    case
        when {{ matches(plain, "^(19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}$") }}
        then try_cast({{ plain }} as date)
        when {{ matches(plain, "^(19|20)[0-9]{6}$") }}
        then
            try_cast(
                substr({{ plain }}, 1, 4)
                || '-'
                || substr({{ plain }}, 5, 2)
                || '-'
                || substr({{ plain }}, 7, 2) as date
            )
        when {{ matches(plain, "^[1-6][0-9]{4}(-[0-9]+)?$") }}
        then {{ add_days("cast('1899-12-30' as date)", "substr(" ~ plain ~ ", 1, 5)") }}
    end
{%- endmacro %}

{#- The first day of a month written as 1982-07, 1982.7, 1982年7月, 198207, or as any day of it. -#}
{% macro as_month(plain) -%}
    case
        when {{ matches(plain, "^(19|20)[0-9]{2}-[0-9]{1,2}-?$") }}
        then try_cast(trim(trailing '-' from {{ plain }}) || '-01' as date)
        when {{ matches(plain, "^(19|20)[0-9]{2}(0[1-9]|1[0-2])$") }}
        then try_cast(substr({{ plain }}, 1, 4) || '-' || substr({{ plain }}, 5, 2) || '-01' as date)
        else cast(date_trunc('month', {{ as_date(plain) }}) as date)
    end
{%- endmacro %}

{#- 2016, 2016年, 2016年度. -#}
{% macro as_year(plain) -%}
    case when {{ matches(plain, "^(19|20)[0-9]{2}$") }} then try_cast({{ plain }} as integer) end
{%- endmacro %}

{#- The digits of a number: thousands separators only where they belong, no exponent. NULL where it is not one. -#}
{% macro number_text(plain) -%}
    case
        when {{ matches(plain, "^[-+]?([0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,12})([.][0-9]+)?$") }}
        then translate({{ plain }}, ',+', '')
    end
{%- endmacro %}

{#- A number of a type, with 万 or 亿 and the contract's own unit behind it or not: 1,234 12.0 46人 1.2万人. Most are plain
    digits, read in no time; decimals of more than 18 digits take DuckDB a hundred times as long. -#}
{% macro as_number(plain, unit, type="decimal(30, 6)") -%}
    {%- set bare = "regexp_replace(" ~ plain ~ ", '" ~ (unit or "") ~ "$', '')" -%}
    {%- set digits = "regexp_replace(" ~ bare ~ ", '[亿万千百十]+$', '')" -%}
    case
        when {{ matches(plain, "^-?[0-9]{1,12}([.][0-9]{1,6})?$") }}
        then cast(try_cast({{ plain }} as decimal(18, 6)) as {{ type }})
        else
            cast(
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
                        when {{ matches(bare, "[0-9]" ~ word ~ "$") }} then {{ times }}
                    {% endfor -%}
                    when {{ matches(bare, "[0-9]$") }}
                    then 1
                end as {{ type }}
            )
    end
{%- endmacro %}

{% macro as_integer(plain, unit) -%}
    case
        when {{ matches(plain, "^[0-9]{1,12}$") }}
        then try_cast({{ plain }} as bigint)
        when {{ as_number(plain, unit) }} = floor({{ as_number(plain, unit) }})
        then cast({{ as_number(plain, unit) }} as bigint)
    end
{%- endmacro %}

{#- A share of one: 20%, 0.2; a bare number beyond 1 and up to 100 is taken as per cent. -#}
{% macro as_percent(plain) -%}
    {%- set digits = number_text("trim(trailing '%' from " ~ plain ~ ")") -%}
    {%- set number = "try_cast(" ~ digits ~ " as decimal(18, 6))" -%}
    case
        when {{ matches(plain, "%$") }} or abs({{ number }}) > 1
        then case when abs({{ number }}) <= 100 then cast({{ number }} / 100 as decimal(9, 6)) end
        else cast({{ number }} as decimal(9, 6))
    end
{%- endmacro %}

{#- The code behind a label: spaces and the width of brackets do not matter. The code itself is a label too. -#}
{% macro as_code(plain, codes) -%}
    case
        {{ plain }}
        {% for code, labels in codes.items() -%}
            {%- for label in ([code] + labels) | unique %}
                when '{{ label | replace("（", "(") | replace("）", ")") | replace(" ", "") }}' then '{{ code }}'
            {% endfor -%}
        {%- endfor %}
    end
{%- endmacro %}

{#- The typed value of a plain cell, as its contract column says. A person is a keyed hash: intake writes an identity
    number that is not well-formed behind an exclamation mark. -#}
{% macro as_typed(plain, column) %}
    {%- if column.type == "text" -%} {{ return(plain) }}
    {%- elif column.type == "date" -%} {{ return(as_date(plain)) }}
    {%- elif column.type == "month" -%} {{ return(as_month(plain)) }}
    {%- elif column.type == "year" -%} {{ return(as_year(plain)) }}
    {%- elif column.type == "integer" -%} {{ return(as_integer(plain, column.unit)) }}
    {%- elif column.type == "decimal" -%} {{ return(as_number(plain, column.unit, "decimal(20, 6)")) }}
    {%- elif column.type == "money" -%} {{ return(as_number(plain, "元", "decimal(18, 2)")) }}
    {%- elif column.type == "percent" -%} {{ return(as_percent(plain)) }}
    {%- elif column.type == "code" -%} {{ return(as_code(plain, column.codes)) }}
    {%- elif column.type == "person_id" -%}
        {{ return("case when " ~ matches(plain, "^p[0-9a-f]{24}$") ~ " then " ~ plain ~ " end") }}
    {%- else -%} {{ exceptions.raise_compiler_error("Column " ~ column.name ~ " has no known type: " ~ column.type) }}
    {%- endif -%}
{% endmacro %}
