"""dbt's own unit tests: every model with logic, on rows few enough to check by eye."""

from __future__ import annotations

from dbt.cli.main import dbtRunner

from pipelines.settings import DBT_DIR, Home
from pipelines.warehouse.build import dbt_environment, release_lock


def test_dbt_unit_tests_pass(demo_home: Home) -> None:
    """They run on the demo's warehouse, from which dbt takes the types of the columns."""
    arguments = ["test", "--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR), "--select", "test_type:unit"]
    with dbt_environment(demo_home):
        result = dbtRunner().invoke([*arguments, "--quiet"])
    release_lock()
    assert result.exception is None
    outcomes = {outcome.node.name: outcome.status for outcome in result.result.results}
    assert len(outcomes) >= 3
    assert {name: status for name, status in outcomes.items() if status != "pass"} == {}
