"""The data tests declared in the YAML: all pass on what was built, and each kind finds what it is there to find."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.settings import Home
from pipelines.warehouse.data_tests import run_data_tests
from pipelines.warehouse.manifest import load_manifest
from pipelines.warehouse.working import open_working

BROKEN = {
    "update marts.fct_indicator set boundary = 'was' where period_type = 'year'": "accepted_values_fct_indicator_bound",
    "insert into marts.fct_measure from marts.fct_measure limit 1": "one_row_per_fct_measure",
    "update measures.mea_population set unit_id = null": "not_null_mea_population_unit_id",
    "update marts.dim_unit set jurisdiction_id = 'nowhere'": "relationships_dim_unit_jurisdiction_id",
    "delete from marts.fct_indicator where period_type = 'month'": "every_declared_figure_is_there",
}


def failing(home: Home) -> set[str]:
    with open_working(home, read_only=True) as connection:
        outcomes = run_data_tests(home, connection)
    declared = [node for node in load_manifest()["nodes"].values() if node["resource_type"] == "test"]
    assert len(outcomes) == len(declared) > 200
    return {outcome.unique_id.split(".")[2] for outcome in outcomes if outcome.failed}


def test_what_was_built_passes(warehouse: Home) -> None:
    assert failing(warehouse) == set()


def test_each_kind_finds_what_is_wrong(warehouse: Home, tmp_path: Path) -> None:
    broken = Home(tmp_path)
    shutil.copytree(warehouse.build, broken.build)
    with open_working(broken) as connection:
        for statement in BROKEN:
            connection.execute(statement)
    found = failing(broken)
    for name in BROKEN.values():
        assert any(test.startswith(name) for test in found), name
