"""Everything that is declared, loaded and checked as a whole.

Belongs here: the order of loading, and the one object that holds what was loaded.
Does not belong here: single declarations (measures.py, indicators.py, policies.py, ...), tables (compile.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.catalog.checks import Known, check_adoptions, check_policies
from pipelines.catalog.common import Problems
from pipelines.catalog.compositions import (
    DeclaredComposition,
    check_compositions,
    load_compositions,
    presence_items,
)
from pipelines.catalog.conflicts import DeclaredConflicts, check_conflicts, load_conflicts
from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.catalog.indicators import DeclaredIndicator, check_indicators, load_indicators
from pipelines.catalog.jurisdictions import Adoption, Jurisdiction, load_adoptions, load_jurisdictions
from pipelines.catalog.measures import DeclaredMeasure, load_measures
from pipelines.catalog.policies import DeclaredPolicy, Fact, load_facts, load_policies
from pipelines.catalog.scorecards import DeclaredScorecard, check_scorecards, load_scorecards
from pipelines.catalog.unit_shares import check_unit_shares
from pipelines.catalog.workdays import Workday, load_workdays
from pipelines.settings import DBT_DIR, SEEDS_DIR


@dataclass(frozen=True)
class Catalog:
    """All that people declare, from datasets to scorecards and working days."""

    contracts: dict[str, Contract]
    measures: dict[str, DeclaredMeasure]
    compositions: list[DeclaredComposition]
    indicators: list[DeclaredIndicator]
    policies: list[DeclaredPolicy]
    conflicts: DeclaredConflicts
    facts: dict[str, Fact]
    scorecards: list[DeclaredScorecard]
    jurisdictions: tuple[Jurisdiction, ...]
    adoptions: tuple[Adoption, ...]
    workdays: list[Workday]


def load_catalog(seeds: Path = SEEDS_DIR, models: Path = DBT_DIR / "models") -> Catalog:
    """Load and check every declaration; what is wrong is named by file and line, all of it at once where possible."""
    problems = Problems()
    contracts = load_contracts(models / "sources")
    measures = load_measures(models / "measures", contracts, problems)
    compositions = load_compositions(seeds / "compositions")
    check_compositions(compositions, presence_items(contracts), set(measures), problems)
    indicators = load_indicators(seeds / "indicators")
    policies = load_policies(seeds / "policies")
    facts = load_facts(seeds / "policies" / "facts.csv")
    conflicts = load_conflicts(seeds / "conflicts.yml")
    scorecards = load_scorecards(seeds / "scorecards")
    jurisdictions = load_jurisdictions(seeds / "jurisdictions.yml", contracts, problems)
    adoptions, adoptions_file = load_adoptions(seeds / "adoptions.yml")
    workdays = load_workdays(seeds / "reference" / "workdays.csv")
    known = Known(
        measures=set(measures).union(*(entry.composition.measure_ids for entry in compositions)),
        benchmarks=_benchmarks(contracts),
        indicators={version.indicator.id: version.indicator for version in indicators},
        facts=facts,
        clauses={clause.id: clause for entry in policies for clause in entry.policy.clauses},
    )
    check_indicators(indicators, known.measures, known.benchmarks, problems)
    check_policies(policies, known, problems)
    check_adoptions(adoptions, adoptions_file, policies, problems)
    check_conflicts(conflicts, known.clauses, known.measures, problems)
    check_unit_shares(indicators, known.clauses, problems)
    check_scorecards(scorecards, known.indicators, known.clauses, {entry.policy.id for entry in policies}, problems)
    problems.raise_any()
    return Catalog(
        contracts,
        measures,
        compositions,
        indicators,
        policies,
        conflicts,
        facts,
        scorecards,
        jurisdictions,
        adoptions,
        workdays,
    )


def _benchmarks(contracts: dict[str, Contract]) -> set[str]:
    """The benchmarks that can be delivered: the codes of the economy dataset's benchmark column."""
    economy = contracts.get("economy")
    return set(economy.by_name["benchmark"].codes) if economy else set()
