"""What a dataset holds is declared in its contract and nowhere else: no program, no SQL repeats its headers or labels.

Tests, benchmarks and the demo write spreadsheets as clerks do, so they know headers; nothing that reads may.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.settings import DBT_DIR, PROJECT_DIR, SEEDS_DIR

CONTRACTS = load_contracts()
READERS = [
    path
    for folder in ("pipelines", "dashboards", "dbt_project")
    for path in sorted((PROJECT_DIR / folder).rglob("*"))
    if path.suffix in (".py", ".sql") and path.parent != PROJECT_DIR / "pipelines" / "demo"
]
DECLARING_KEYS = {"header", "aliases", "codes", "personal", "preamble"}


def words(contract: Contract) -> set[str]:
    """Every header and every label of a dataset."""
    labels = {label for column in contract.columns for labels in column.codes.values() for label in labels}
    return labels | {header for column in contract.columns for header in column.headers}


# 单位, 社区, 年度: words of every form say nothing about one.
SHARED = {word for word, count in Counter(w for c in CONTRACTS.values() for w in words(c)).items() if count > 2}
OWN = {dataset: words(contract) - SHARED for dataset, contract in CONTRACTS.items()}


def literals(path: Path) -> set[str]:
    """The texts in quotes of a program or a statement."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        nodes = ast.walk(ast.parse(text))
        return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {either or other for either, other in re.findall(r"'([^'\n]*)'|\"([^\"\n]*)\"", text)}


def declares(literal: set[str]) -> list[str]:
    """The datasets of which a file knows two words or more."""
    return [dataset for dataset, own in OWN.items() if len(own & literal) >= 2]


def test_the_words_are_found_where_they_stand() -> None:
    assert {"走访日期", "走访人工号"} <= OWN["visits"]
    assert "visits" in declares(literals(PROJECT_DIR / "benchmarks" / "intake.py"))
    assert "单位" in SHARED


def test_no_program_knows_a_form() -> None:
    assert len(READERS) > 200
    assert {str(path): known for path in READERS if (known := declares(literals(path)))} == {}


def keys_of(data: Any) -> set[str]:
    """Every key of a YAML document, at any depth."""
    if isinstance(data, dict):
        return set(map(str, data)).union(*map(keys_of, data.values()))
    return set().union(*map(keys_of, data)) if isinstance(data, list) else set()


def test_no_other_file_declares_columns() -> None:
    sources = DBT_DIR / "models" / "sources"
    declaring = {
        path
        for folder in (DBT_DIR, SEEDS_DIR)
        for path in folder.rglob("*.yml")
        if "demo" not in path.relative_to(PROJECT_DIR).parts
        and DECLARING_KEYS & keys_of(yaml.safe_load(path.read_text(encoding="utf-8")))
    }
    # Unit tests of the staging macros bring small contracts of their own.
    declaring -= set((DBT_DIR / "models" / "staging").glob("_*_tests.yml"))
    assert declaring == set(sources.glob("[!_]*.yml"))
