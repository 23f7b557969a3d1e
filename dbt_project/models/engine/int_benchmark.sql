-- Benchmarks handed down the tree: every unit has the figure of its nearest ancestor (or itself) that published one.
{{ config(meta={"day": "make_date(year, 1, 1)", "span": "year"}) }}
select
    benchmarks.benchmark,
    tree.unit_id,
    benchmarks.year,
    min_by(benchmarks.value, tree.depth) as value,
    min_by({{ basis_rank("benchmarks.basis") }}, tree.depth) as basis_rank
from {{ ref("fct_benchmark") }} as benchmarks
inner join {{ ref("dim_unit_tree") }} as tree on benchmarks.unit_id = tree.ancestor_id
where tree.tree = 'administrative'
group by benchmarks.benchmark, tree.unit_id, benchmarks.year
