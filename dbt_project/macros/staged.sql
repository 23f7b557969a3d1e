{#- Staged rows of a dataset. A delivery is staged once: where deliveries of the dataset were touched, the view
    touched.<dataset> shows their rows, which are staged again in place of what these deliveries had before. -#}
{% materialization staged, adapter = "duckdb" %}
    {%- set dataset = model.name.replace("stg_", "", 1) -%}
    {%- set target = this.incorporate(type="table") -%}
    {%- if not is_touched_build() -%}
        {%- call statement("main") -%} {{ made_anew(target, compiled_code) }} {%- endcall -%}
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
