"""What became of every fact of the documents, as `linli coverage` counts it from the published file."""

from __future__ import annotations

import csv

import pytest
from support import Demo, run_linli

from pipelines.product.coverage import DISPOSITIONS, Document, coverage
from pipelines.product.published import open_published
from pipelines.settings import SEEDS_DIR


@pytest.fixture(scope="module")
def documents(demo: Demo) -> list[Document]:
    with open_published(demo.home.published) as connection:
        return coverage(connection)


def test_every_measurable_fact_is_counted_once(documents: list[Document]) -> None:
    with (SEEDS_DIR / "policies" / "facts.csv").open(encoding="utf-8") as file:
        measurable = [row["fact_id"] for row in csv.DictReader(file) if row["measurable"] != "no"]
    counted = [fact.fact_id for document in documents for fact in document.facts]
    assert sorted(counted) == sorted(measurable)
    assert sum(document.count(name) for document in documents for name in DISPOSITIONS) == len(measurable)


def test_refusals_give_their_reason_in_both_languages(demo: Demo, documents: list[Document]) -> None:
    refused = {fact.fact_id: fact for document in documents for fact in document.facts if fact.disposition == "refused"}
    assert "D2-023" in refused  # where members of staff are, minute by minute
    assert all(fact.reason and fact.reason_en for fact in refused.values())
    answer = run_linli(demo.home, "coverage")
    assert answer.returncode == 0
    assert f"refused D2-023: {refused['D2-023'].reason} / {refused['D2-023'].reason_en}" in answer.stdout
