{#- How the generic models learn what a fact contributes: from the measures declared beside it. -#}
{#- The measures of one kind declared on mea_<fact>; empty while dbt only parses. -#}
{% macro measures_of(fact, kind) %}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for measure in graph.nodes["model.linli.mea_" ~ fact].config.meta.measures -%}
            {%- if measure.kind == kind -%} {%- do found.append(measure) -%} {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}

{#- The facts with at least one measure of a kind. Every fact is referred to, so that dbt knows the lineage. -#}
{% macro facts_with(kind) %}
    {%- set found = [] -%}
    {%- for fact in var("facts") -%}
        {%- do ref("mea_" ~ fact) -%} {%- if measures_of(fact, kind) -%} {%- do found.append(fact) -%} {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#- The keys under which a fact's measures of a kind are counted: one scan a key, however many measures. -#}
{% macro keys_of(fact, kind) %}
    {{ return(measures_of(fact, kind) | map(attribute="key") | unique | list) }}
{% endmacro %}

{#- The absolute month of a day: year * 12 + month - 1. -#}
{% macro month_step(day) -%} (year({{ day }}) * 12 + month({{ day }}) - 1) {%- endmacro %}

{#- How far a figure is from delivered data: the larger wins when figures are combined. -#}
{% macro basis_rank(basis) -%} case {{ basis }} when 'demo_fitted' then 2 when 'demo' then 1 else 0 end {%- endmacro %}

{% macro basis_name(rank) -%}
    case {{ rank }} when 2 then 'demo_fitted' when 1 then 'demo' else 'delivered' end
{%- endmacro %}
