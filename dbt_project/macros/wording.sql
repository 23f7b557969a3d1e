{#- How a rejected cell is explained to the clerk who wrote it: worded from the contract, in Chinese and English. -#}
{#- What a column wants, as (Chinese, English). -#}
{% macro expectation(column) %}
    {%- set labels = [] -%}
    {%- for spellings in (column.codes or {}).values() -%} {%- do labels.append(spellings[0]) -%} {%- endfor -%}
    {%- set wants = {
        "text": ("文字", "text"),
        "date": ("年月日齐全的日期", "a date with its year"),
        "month": ("年和月", "a year and a month"),
        "year": ("四位年份", "a four-digit year"),
        "integer": ("整数", "a whole number"),
        "decimal": ("数字", "a number"),
        "money": (
            "金额（元；以万元计的须写明“万元”）",
            "an amount in yuan (write 万元 behind it if it is in ten thousands)",
        ),
        "percent": ("比例，如 20% 或 0.2", "a share, as 20% or 0.2"),
        "code": ("下列之一：" ~ labels | join("、"), "one of: " ~ labels | join(", ")),
        "unit": (
            "单位代码，或本辖区内的单位全称",
            "the code of the unit, or its full name within your area",
        ),
        "person_id": (
            "18 位身份证号（列格式设为“文本”后重填）",
            "an 18-digit identity number (format the column as text, then type it again)",
        ),
    }[column.type] -%}
    {%- set example_zh = "，例如 " ~ column.example if column.example else "" -%}
    {%- set example_en = ", for example " ~ column.example if column.example else "" -%}
    {{ return((wants[0] ~ example_zh, wants[1] ~ example_en)) }}
{% endmacro %}

{#- The range a number must lie in, as (Chinese, English). -#}
{% macro range_expectation(column) %}
    {%- if column.minimum is defined and column.maximum is defined -%}
        {{
            return(
                (
                    "在 " ~ column.minimum ~ " 至 " ~ column.maximum ~ " 之间",
                    "between " ~ column.minimum ~ " and " ~ column.maximum,
                )
            )
        }}
    {%- elif column.minimum is defined -%} {{ return(("不小于 " ~ column.minimum, "at least " ~ column.minimum)) }}
    {%- elif column.maximum is defined -%} {{ return(("不大于 " ~ column.maximum, "at most " ~ column.maximum)) }}
    {%- endif -%}
    {{ return(("", "")) }}
{% endmacro %}

{#- A text as an SQL literal. -#}
{% macro quoted(text) %} {{ return("'" ~ (text | replace("'", "''")) ~ "'") }} {% endmacro %}

{#- One row per dataset and column: what to say when a cell of it is bad. -#}
{% macro column_wording() %}
    {%- set rows = [] -%}
    {%- for dataset in var("datasets") -%}
        {%- set columns = contract(dataset).columns -%}
        {%- set keys = columns | selectattr("key") | map(attribute="header") | join("、") -%}
        {%- for column in columns -%}
            {%- set told = [dataset, column.name, column.header, column.type] -%}
            {%- do told.extend(expectation(column)) -%}
            {%- do told.extend(range_expectation(column)) -%}
            {%- do told.append(keys) -%}
            {%- set cells = [] -%}
            {%- for text in told -%} {%- do cells.append(quoted(text)) -%} {%- endfor -%}
            {%- do rows.append("(" ~ cells | join(", ") ~ ")") -%}
        {%- endfor -%}
    {%- endfor -%}
    select *
    from
        (values {{ rows | join(", ") or "(null, null, null, null, null, null, null, null, null)" }}) as wording(
            dataset, column_name, header, column_type, wants_zh, wants_en, range_zh, range_en, keys
        )
{% endmacro %}

{#- A value somebody may see who is not its sender. Figures, dates, short codes such as SF-0417 and names of communities
    stay as they are unless they hold a run of five digits or letters (numbers of people, phones, cards, names); of
    anything else only the first and last character is shown. -#}
{% macro masked(value) -%}
    {%- set plain = "trim(leading '!' from " ~ value ~ ")" -%}
    case
        when
            not {{ matches(plain, "[0-9]{5}|[A-Za-z]{5}") }}
            and {{ matches(plain, "^[-0-9A-Za-z_.,/:%¥￥年月日元万 ]*$|(社区|居委会|村|村委会|街道)$") }}
        then {{ plain }}
        when length({{ plain }}) <= 2
        then substr({{ plain }}, 1, 1) || repeat('*', length({{ plain }}) - 1)
        else
            substr({{ plain }}, 1, 1)
            || repeat('*', length({{ plain }}) - 2)
            || substr({{ plain }}, length({{ plain }}), 1)
    end
{%- endmacro %}

{#- Is the cell written like a whole date, and yet no day of any calendar? -#}
{% macro is_no_day() -%}
    column_type = 'date'
    and {{ matches("value", "^(19|20)[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?$|^(19|20)[0-9]{6}$") }}
{%- endmacro %}

{#- A value that was corrected: figures and days too short to be anybody's number as they are, anything else masked. -#}
{% macro shown(value) -%}
    case
        when length({{ value }}) <= 10 and {{ matches(value, "^[-0-9.,/:%¥￥年月日元万 ]*$") }}
        then {{ value }}
        else {{ masked(value) }}
    end
{%- endmacro %}

{#- The sentence a clerk reads, over the columns of column_wording, value, reason_code and unit_candidates. -#}
{% macro reason_zh() -%}
    case
        reason_code
        when 'missing_required'
        then '“' || header || '”必填，此格为空；请填' || wants_zh
        when 'out_of_range'
        then '“' || header || '”超出范围；应' || range_zh
        when 'not_in_code_list'
        then '“' || header || '”不在可选项之内；请填' || wants_zh
        when 'unknown_unit'
        then '“' || header || '”在本辖区内查无此单位；请填已登记的单位代码或全称'
        when 'not_below_sender'
        then '“' || header || '”写的是' || unit_candidates || '，不是报送单位或其下级；请由该单位或它的上级报送，写错的请改正'
        when 'ambiguous_unit'
        then '“' || header || '”对应不止一个单位：' || unit_candidates || '；请改填单位代码'
        when 'lost_digits'
        then '“' || header || '”被表格软件存成了数字（如 1.5E+17），后几位已经丢失；请把该列格式设为“文本”，重新填写完整的号码'
        when 'bad_person_id'
        then '“' || header || '”不是有效的身份证号；请填' || wants_zh
        when 'duplicate_key'
        then '同一次报送中，前面已有一行的“' || keys || '”与此行相同；请删去重复的一行，或改正其中一行'
        else
            case
                when {{ is_no_day() }}
                then '“' || header || '”写的日子不存在（' || value || '）；请核对后改填' || wants_zh
                else '“' || header || '”的写法无法识别；请填' || wants_zh
            end
    end
{%- endmacro %}

{% macro reason_en() -%}
    case
        reason_code
        when 'missing_required'
        then 'Column ' || header || ' must be filled in and this cell is empty; write ' || wants_en
        when 'out_of_range'
        then 'Column ' || header || ' is out of range; it must be ' || range_en
        when 'not_in_code_list'
        then 'Column ' || header || ' has none of its allowed values; write ' || wants_en
        when 'unknown_unit'
        then 'Column ' || header || ' names no unit of your area; write the code or the full name of a registered unit'
        when 'not_below_sender'
        then
            'Column '
            || header
            || ' names '
            || unit_candidates
            || ', neither the sender nor below it; let that unit or one above it send the row, or mend the name'
        when 'ambiguous_unit'
        then 'Column ' || header || ' fits more than one unit: ' || unit_candidates || '; write the code instead'
        when 'lost_digits'
        then
            'Column '
            || header
            || ' holds a code that the spreadsheet made a number (as 1.5E+17) and its last digits are lost; '
            || 'format the column as text and type the whole code again'
        when 'bad_person_id'
        then 'Column ' || header || ' is not a valid identity number; write ' || wants_en
        when 'duplicate_key'
        then 'An earlier row of this delivery has the same ' || keys || '; delete one of the two, or correct it'
        else
            case
                when {{ is_no_day() }}
                then 'Column ' || header || ': there is no such day as ' || value || '; write ' || wants_en
                else 'Column ' || header || ' cannot be read; write ' || wants_en
            end
    end
{%- endmacro %}
