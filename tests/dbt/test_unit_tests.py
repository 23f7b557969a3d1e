"""dbt's own unit tests: every model with logic, on rows few enough to check by eye."""

from __future__ import annotations

from pipelines.settings import Home
from pipelines.warehouse.dbt_invocation import invoke
from pipelines.warehouse.manifest import load_parsed


def test_dbt_unit_tests_pass(demo_home: Home) -> None:
    """They run on the demo's warehouse, from which dbt takes the types of the columns."""
    result = invoke(demo_home, "test", "--select", "test_type:unit", parsed=load_parsed())
    assert result.exception is None
    outcomes = {outcome.node.name: outcome.status for outcome in result.result.results}
    assert len(outcomes) >= 3
    assert {name: status for name, status in outcomes.items() if status != "pass"} == {}
