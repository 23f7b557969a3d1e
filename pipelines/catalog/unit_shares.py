"""Indicators that count units: those that meet a clause, of those it judges.

Belongs here: what such an indicator and its clause must agree on, and the measures that stand for the counts.
Does not belong here: judging the units (the engine's models).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.catalog.common import Problems
from pipelines.catalog.indicators import DeclaredIndicator
from pipelines.catalog.policies import Clause
from pipelines.catalog.tables import Row


def check_unit_shares(declared: list[DeclaredIndicator], clauses: dict[str, Clause], problems: Problems) -> None:
    """Note shares of a clause that is unknown, asks for no figure, is judged at other times or counts units itself."""
    counting_units = {version.indicator.id for version in declared if version.indicator.numerator.clause}
    for version in declared:
        name = version.indicator.numerator.clause
        if name is None:
            continue
        here = (*version.location, "numerator")
        clause = clauses.get(name)
        if clause is None:
            problems.add(version.document, here, f"没有条款 {name}", f"there is no clause {name}")
            continue
        if clause.threshold is None:
            problems.add(
                version.document, here, f"条款 {name} 没有阈值", f"clause {name} has no threshold that units could meet"
            )
        if clause.indicator in counting_units:
            problems.add(
                version.document,
                here,
                f"条款 {name} 的指标本身就是单位占比",
                f"clause {name} judges an indicator that counts units itself",
            )
        if version.indicator.scope.period_types != (clause.period_type,):
            problems.add(
                version.document,
                (*version.location, "scope", "period_types"),
                f"条款 {name} 按 {clause.period_type} 判定，该指标也只能按此计算",
                f"clause {name} is judged by {clause.period_type}: the indicator has that period type and no other",
            )


def share_measures(declared: list[DeclaredIndicator], clauses: dict[str, Clause]) -> Iterator[Row]:
    """Return the two measures of every clause whose units some indicator counts."""
    for name in sorted({version.indicator.numerator.clause for version in declared} - {None}, key=str):
        clause = clauses[str(name)]
        for kind, zh, en in (
            ("meeting", "达到要求的单位数", "units that meet it"),
            ("judged", "有数可判的单位数", "units with a figure to judge"),
        ):
            yield {
                "measure_id": f"units_{kind}.{clause.id}",
                "fact": "fct_verdict",
                "dataset": None,
                "kind": "units",
                "name_zh": f"{zh}（{clause.summary.zh}）",
                "name_en": f"{en} ({clause.summary.en})",
                "unit": "个",
                "amount_column": None,
                "key_column": None,
                "when_column": None,
                "at_least": None,
                "reported_by": None,
                "composition_id": None,
                "clause_id": clause.id,
            }
