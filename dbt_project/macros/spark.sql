{#- What only Apache Spark needs: how a table is made there, and where it finds its sources. -#}
{#- A table in one statement. The schemas of a Spark build are made anew before it, so that nothing stands in its way. -#}
{% materialization table, adapter = "spark" %}
    {%- set target = this.incorporate(type="table") -%}
    {%- call statement("main") -%} create table {{ target }} using parquet as {{ compiled_code }}
    {%- endcall -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{#- Makes every schema of the project anew, below the folder `store`, and shows the sources in them: what stands as Parquet
    files, one folder a dataset or a file a table. `folders` says where the tables of each source are. -#}
{% macro register_sources(store, folders) %}
    {%- set schemas = ["raw_files", "raw", "reference"] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "model" and node.schema not in schemas -%}
        {%- do schemas.append(node.schema) -%}
    {%- endfor -%}
    {%- for schema in schemas -%} {%- do renew_schema(schema, store ~ "/" ~ schema) -%} {%- endfor -%}
    {%- set datasets = [] -%}
    {%- for source in graph.sources.values() -%}
        {%- if source.source_name == "raw" and source.name in var("datasets") -%} {%- do datasets.append(source) -%}
        {%- else -%} {%- do register_file(source, folders[source.source_name]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for source in datasets -%} {%- do register_dataset(source, folders.deliveries) -%} {%- endfor -%}
{% endmacro %}

{#- A schema of that name somewhere else is somebody else's: it is left alone and the build stops. -#}
{% macro renew_schema(schema, location) %}
    {%- if schema in run_query("show schemas like '" ~ schema ~ "'").columns[0].values() -%}
        {%- for row in run_query("describe schema " ~ schema) if row[0] == "Location" -%}
            {%- if row[1].replace("file:///", "file:/") != location.replace("file:///", "file:/") -%}
                {%- set problem = "schema " ~ schema ~ " stands at " ~ row[1] ~ " and is of another installation" -%}
                {{ exceptions.raise_compiler_error(problem) }}
            {%- endif -%}
        {%- endfor -%}
        {%- do run_query("drop schema " ~ schema ~ " cascade") -%}
    {%- endif -%}
    {%- do run_query("create schema " ~ schema ~ " location '" ~ location ~ "'") -%}
{% endmacro %}

{#- A table of one file, with the columns that its source declares. -#}
{% macro register_file(source, folder) %}
    {%- set columns = [] -%}
    {%- for column in source.columns.values() -%}
        {%- do columns.append(column.name ~ " " ~ (column.data_type | replace("varchar", "string"))) -%}
    {%- endfor -%}
    {%- do run_query(
        external_table(source.schema ~ "." ~ source.name, columns, folder ~ "/" ~ source.name ~ ".parquet")
    ) -%}
{% endmacro %}

{#- The rows of every delivery of a dataset that the ledger knows; a column that a file does not have is NULL. -#}
{% macro register_dataset(source, folder) %}
    {%- set columns = [] -%}
    {%- for column in source.columns.values() if column.config.meta.get("personal") != "dropped" -%}
        {%- do columns.append(column.name ~ " string") -%}
    {%- endfor -%}
    {%- do columns.extend(["delivery_id string", "sheet string", "row_number int"]) -%}
    {%- do run_query(external_table("raw_files." ~ source.name, columns, folder ~ "/" ~ source.name)) -%}
    {%- set counted = "select delivery_id from raw.delivery where status <> 'refused'" -%}
    {%- set rows = "select * from raw_files." ~ source.name ~ " where delivery_id in (" ~ counted ~ ")" -%}
    {%- do run_query("create view raw." ~ source.name ~ " as " ~ rows) -%}
{% endmacro %}

{% macro external_table(name, columns, path) -%}
    create table {{ name }} ({{ columns | join(", ") }}) using parquet location '{{ path }}'
{%- endmacro %}
