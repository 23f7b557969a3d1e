"""Figures rolled up along each tree, on rows few enough to add up by hand (mini_district.py)."""

from __future__ import annotations

import pytest
from mini_district import ask

from pipelines.settings import Home

ROLLED_UP = """
    select tree.ancestor_id, sum(fact.{amount}) from core.{fact} as fact
    inner join marts.dim_unit_tree as tree on tree.tree = ? and fact.node_id = tree.unit_id
        and date '2014-06-30' >= tree.valid_from and date '2014-06-30' < coalesce(tree.valid_to, date '9999-12-31')
    where date '2014-06-30' >= fact.valid_from and date '2014-06-30' < coalesce(fact.valid_to, date '9999-12-31')
    group by tree.ancestor_id
"""
GRIDS = {
    "demo:9001002#G1": 60,
    "demo:9001004#G1": 120,
    "demo:9001004#G2": 80,
    "demo:9001002": 60,
    "demo:9001004": 200,
    "demo:9001": 260,
    "demo:90": 260,
}
PARTY = {
    "demo:9001002#甲一支部": 12,
    "demo:9001004#乙一支部": 30,
    "demo:9001004#乙二支部": 20,
    "demo:9001004#乙社区党委": 50,
    "demo:9001002": 12,
    "demo:9001004": 50,
    "demo:9001": 62,
    "demo:90": 62,
}


@pytest.mark.parametrize(
    ("tree", "fact", "amount", "expected"),
    [("grid", "fct_grid_spell", "households", GRIDS), ("party", "fct_party_org_spell", "members", PARTY)],
)
def test_a_figure_rolls_up_along_the_tree(
    warehouse: Home, tree: str, fact: str, amount: str, expected: dict[str, int]
) -> None:
    assert dict(ask(warehouse, ROLLED_UP.format(fact=fact, amount=amount), tree)) == expected


@pytest.mark.parametrize(
    ("measure", "expected"),
    [("party_members", PARTY), ("grid_households", GRIDS)],
)
def test_the_administrative_tree_agrees_where_they_meet(
    warehouse: Home, measure: str, expected: dict[str, int]
) -> None:
    found = ask(
        warehouse,
        """select unit_id, value from marts.fct_measure
           where measure_id = ? and period_type = 'half_year' and period_start = '2014-01-01' and boundary = 'as_was'
             and value > 0""",
        measure,
    )
    assert dict(found) == {unit: amount for unit, amount in expected.items() if "#" not in unit}
