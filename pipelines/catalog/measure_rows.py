"""The rows of the reference tables that tell what is counted: measures, and compositions with theirs.

Belongs here: one function a table. Does not belong here: the other tables (rows.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.catalog.catalog import Catalog
from pipelines.catalog.compositions import MEASURES, Composition, presence_items
from pipelines.catalog.tables import Row, listed
from pipelines.catalog.unit_shares import share_measures


def measure_rows(catalog: Catalog) -> dict[str, list[Row]]:
    """Return the rows of every table about measures."""
    compositions = [entry.composition for entry in catalog.compositions]
    clauses = {clause.id: clause for entry in catalog.policies for clause in entry.policy.clauses}
    labels = presence_items(catalog.contracts)
    return {
        "measure": [
            *_declared(catalog),
            *(row for composition in compositions for row in _of(composition)),
            *share_measures(catalog.indicators, clauses),
        ],
        "composition": [
            {
                "composition_id": composition.id,
                "name_zh": composition.name.zh,
                "name_en": composition.name.en,
                "scope": composition.scope,
            }
            for composition in compositions
        ],
        "composition_scope": [
            {"composition_id": composition.id, "unit_type": unit_type}
            for composition in compositions
            for unit_type in composition.unit_types
        ],
        "composition_item": [
            {
                "composition_id": composition.id,
                "item": item,
                "dataset": item.partition(".")[0],
                "position": position,
                "name_zh": labels[item].zh,
                "name_en": labels[item].en,
            }
            for composition in compositions
            for position, item in enumerate(composition.items, start=1)
        ],
    }


def _declared(catalog: Catalog) -> Iterator[Row]:
    for declared in catalog.measures.values():
        measure = declared.measure
        yield {
            "measure_id": measure.id,
            "fact": declared.fact,
            "dataset": declared.dataset,
            "kind": measure.kind,
            "name_zh": measure.name.zh,
            "name_en": measure.name.en,
            "unit": measure.unit,
            "amount_column": measure.amount,
            "key_column": measure.key,
            "when_column": measure.when,
            "at_least": measure.at_least,
            "reported_by": listed(measure.reported_by),
            "composition_id": None,
            "clause_id": None,
        }


def _of(composition: Composition) -> Iterator[Row]:
    for suffix, (unit, name) in MEASURES.items():
        yield {
            "measure_id": f"{composition.id}_{suffix}",
            "fact": "mea_composition",
            "dataset": composition.dataset,
            "kind": "stock",
            "name_zh": f"{composition.name.zh}：{name.zh}",
            "name_en": f"{composition.name.en}: {name.en}",
            "unit": unit,
            "amount_column": "amount",
            "key_column": None,
            "when_column": None,
            "at_least": None,
            "reported_by": None,
            "composition_id": composition.id,
            "clause_id": None,
        }
