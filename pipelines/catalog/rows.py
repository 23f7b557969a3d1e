"""The rows of the reference tables: which declaration fills which column.

Belongs here: one function a table, but for those of the documents (policy_rows.py) and measures (measure_rows.py).
Does not belong here: loading and checking (catalog.py), writing (compile.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pipelines.catalog.catalog import Catalog
from pipelines.catalog.conflicts import conflict_rows
from pipelines.catalog.contracts import Contract
from pipelines.catalog.indicators import Indicator, Side
from pipelines.catalog.measure_rows import measure_rows
from pipelines.catalog.policy_rows import policy_rows
from pipelines.catalog.scorecard_rows import scorecard_rows
from pipelines.catalog.tables import Row, listed


def reference_rows(catalog: Catalog) -> dict[str, list[Row]]:
    """Return the rows of every reference table."""
    contracts = list(catalog.contracts.values())
    return {
        "dataset": [_dataset(contract) for contract in contracts],
        "dataset_due_from": [
            {"dataset": contract.dataset, "unit_type": unit_type}
            for contract in contracts
            for unit_type in contract.due_from
        ],
        "dataset_column": [row for contract in contracts for row in _columns(contract)],
        **measure_rows(catalog),
        "indicator": [_indicator(version.indicator, version.domain) for version in catalog.indicators],
        "indicator_scope": _scopes(version.indicator for version in catalog.indicators),
        **policy_rows([entry.policy for entry in catalog.policies]),
        **conflict_rows(catalog.conflicts),
        "fact": [fact.model_dump() for fact in catalog.facts.values()],
        "adoption": [
            {"unit_code": adoption.unit, "policy_id": adoption.policy, "adopted_from": adoption.adopted_from}
            for adoption in catalog.adoptions
        ],
        "jurisdiction": list(_jurisdictions(catalog)),
        "jurisdiction_dataset": list(_jurisdiction_datasets(catalog)),
        "workday": [
            {"day": workday.day, "is_working": workday.is_working, "occasion": workday.occasion}
            for workday in catalog.workdays
        ],
        **scorecard_rows(entry.card for entry in catalog.scorecards),
    }


def _dataset(contract: Contract) -> Row:
    return {
        "dataset": contract.dataset,
        "title_zh": contract.title.zh,
        "title_en": contract.title.en,
        "description": contract.description,
        "version": contract.version,
        "mode": contract.mode,
        "frequency": contract.frequency,
        "due_day": contract.due_day,
        "zero_report": contract.zero_report,
    }


def _columns(contract: Contract) -> Iterator[Row]:
    for position, column in enumerate(contract.columns, start=1):
        yield {
            "dataset": contract.dataset,
            "column_name": column.name,
            "position": position,
            "header": column.header,
            "aliases": listed(column.aliases),
            "type": column.type,
            "required": column.required,
            "is_key": column.key,
            "preamble": column.preamble,
            "codes": json.dumps(column.codes, ensure_ascii=False) if column.codes else None,
            "personal": column.personal,
            "unit": column.unit,
            "example": column.example,
            "description": column.description,
        }


def _indicator(indicator: Indicator, domain: str) -> Row:
    return {
        "indicator_id": indicator.id,
        "name_zh": indicator.name.zh,
        "name_en": indicator.name.en,
        "definition_zh": indicator.definition.zh,
        "definition_en": indicator.definition.en,
        "domain": domain,
        "unit_of_measure": indicator.unit,
        "precision": indicator.precision,
        "factor": indicator.factor,
        "direction": indicator.direction,
        "headline": indicator.headline,
        "bounded": indicator.bounded,
        **_side("numerator", indicator.numerator),
        **_side("denominator", indicator.denominator),
        "owner_zh": indicator.owner.zh,
        "owner_en": indicator.owner.en,
        "valid_from": indicator.valid_from,
        "valid_to": indicator.valid_to,
    }


def _side(name: str, side: Side | None) -> Row:
    return {
        name: side.counted if side else None,
        f"{name}_benchmark": side.benchmark if side else None,
        f"{name}_lag_years": side.lag_years if side else None,
        f"{name}_benchmark_lag_years": side.benchmark_lag_years if side else None,
    }


def _scopes(indicators: Iterable[Indicator]) -> list[Row]:
    # Versions of one indicator share their scope (checked), so the grains are listed once.
    scopes = {indicator.id: indicator.scope for indicator in indicators}
    return [
        {"indicator_id": identifier, "unit_type": unit_type, "period_type": period_type}
        for identifier, scope in scopes.items()
        for unit_type in scope.unit_types
        for period_type in scope.period_types
    ]


def _jurisdictions(catalog: Catalog) -> Iterator[Row]:
    for jurisdiction in catalog.jurisdictions:
        yield {
            "code": jurisdiction.code,
            "name_zh": jurisdiction.name.zh,
            "name_en": jurisdiction.name.en,
            "starts_on": jurisdiction.starts_on,
            "as_of": jurisdiction.as_of,
            "is_home": jurisdiction.home,
            "is_demo": jurisdiction.demo,
        }


def _jurisdiction_datasets(catalog: Catalog) -> Iterator[Row]:
    for jurisdiction in catalog.jurisdictions:
        collects = jurisdiction.collects
        for dataset in catalog.contracts if collects is None else collects:
            since = jurisdiction.starts_on if collects is None else collects[dataset]
            yield {"code": jurisdiction.code, "dataset": dataset, "due_since": max(since, jurisdiction.starts_on)}
