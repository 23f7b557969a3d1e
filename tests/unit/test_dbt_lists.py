"""The lists in dbt_project.yml name what stands in the folders, all of it and nothing else."""

from pathlib import Path

import yaml

from pipelines.catalog.contracts import load_contracts
from pipelines.settings import DBT_DIR

VARS = yaml.safe_load(Path(DBT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]


def models(folder: str, prefix: str) -> set[str]:
    return {path.stem.removeprefix(prefix) for path in (DBT_DIR / "models" / folder).glob(f"{prefix}*.sql")}


def test_every_contract_is_listed_and_staged() -> None:
    assert set(VARS["datasets"]) == set(load_contracts())
    assert set(VARS["datasets"]) == models("staging", "stg_") - {"unit_lookup"}


def test_every_fact_is_listed() -> None:
    # A composition's measures are declared under seeds/compositions, not beside a model.
    assert set(VARS["facts"]) == models("measures", "mea_") - {"composition"}


def test_every_check_is_listed() -> None:
    assert set(VARS["checks"]) == models("quality/checks", "qc_")


def test_no_contract_uses_a_name_that_staging_needs_for_itself() -> None:
    own = {"delivery_id", "sheet", "row_number", "received_at", "basis", "sender_code", "unit_id", "unit_candidates"}
    own |= {"set_aside", "cell_reasons", "reject_reasons", "recency", "valid_from", "valid_to", "contract_version"}
    own |= {"row_key", "row_state", "is_plain", "touched_key"}
    taken = {name: own & set(contract.by_name) for name, contract in load_contracts().items()}
    assert {name: found for name, found in taken.items() if found} == {"units": {"valid_from", "valid_to"}}


def test_every_key_is_text() -> None:
    # dbt keeps what it parsed in a format that refuses other keys; with one of them it would parse everything again.
    def others(value: object, place: str) -> list[str]:
        if isinstance(value, list):
            return [found for item in value for found in others(item, place)]
        if isinstance(value, dict):
            own = [f"{place}: {key}" for key in value if not isinstance(key, str)]
            return own + [found for key, item in value.items() for found in others(item, f"{place}.{key}")]
        return []

    files = sorted(DBT_DIR.rglob("*.yml"))
    assert [found for file in files for found in others(yaml.safe_load(file.read_text("utf-8")), file.name)] == []
