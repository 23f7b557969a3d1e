{#- Staged rows of a dataset. A delivery is staged once and by itself: all are staged batch by batch, so that what one
    statement holds in memory does not grow with history; where deliveries of the dataset were touched, the view
    touched.<dataset> shows their rows, which are staged again in place of what these deliveries had before. -#}
{% materialization staged, adapter = "duckdb" %}
    {%- set dataset = model.name.replace("stg_", "", 1) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if not is_touched_build() -%}
        {%- set raw = api.Relation.create(database=this.database, schema="raw", identifier=dataset) -%}
        {%- call statement("main", auto_begin=False) -%}
            {%- for batch in batches_of(dataset) -%}
                {{ "create or replace table " ~ target ~ " as" if loop.first else "insert into " ~ target }}
                {{ compiled_code | replace(raw | string, batch | string) }}
                ;
            {%- else -%} {{ made_anew(target, compiled_code) }}
            {%- endfor -%}
        {%- endcall -%}
    {%- elif not run_query("from touched.delivery where dataset = '" ~ dataset ~ "' limit 1") -%}
        {%- call statement("main") -%} select 'no delivery changed' {%- endcall -%}
    {%- else -%}
        {%- set raw = api.Relation.create(database=this.database, schema="raw", identifier=dataset) -%}
        {%- set shown = api.Relation.create(database=this.database, schema="touched", identifier=dataset) -%}
        {%- set part = (
            "unit_id is null or unit_id in (select unit_id from touched.unit where model= '"
            ~ model.name
            ~ "')"
        ) -%}
        {%- call statement("main") -%}
            insert into touched.model
            values ('{{ model.name }}', false, {{ quoted(part) }})
            ;
            {{ remember_staged_units(dataset, target) }}
            ;
            delete from {{ target }}
            where {{ of_touched_deliveries(dataset) }}
            ;
            insert into {{ target }} select * from (
            {{ compiled_code | replace(raw | string, shown | string) }}
            )
            ;
            {{ remember_staged_units(dataset, target) }}
        {%- endcall -%}
    {%- endif -%}
    {%- do adapter.commit() -%}
    {{ return({"relations": [target]}) }}
{% endmaterialization %}

{#- The views that show the deliveries of a large dataset batch by batch; none: all of them are one. -#}
{% macro batches_of(dataset) %}
    {%- set found -%}
        select view_name from duckdb_views()
        where schema_name = 'batch' and regexp_full_match(view_name, '{{ dataset }}_[0-9]+')
        order by view_name
    {%- endset -%}
    {%- set batches = [] -%}
    {%- for name in run_query(found).columns[0].values() -%}
        {%- do batches.append(api.Relation.create(database=target.database, schema="batch", identifier=name)) -%}
    {%- endfor -%}
    {{ return(batches) }}
{% endmacro %}
