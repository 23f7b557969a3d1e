"""Checks that need more than one file: what clauses, figures, refusals and adoptions refer to must stand, and fit.

Belongs here: references between declarations and what must agree across them.
Does not belong here: what one declaration can tell about itself (the models), checks of data (dbt tests).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.catalog.common import Problems
from pipelines.catalog.indicators import Indicator
from pipelines.catalog.jurisdictions import Adoption
from pipelines.catalog.policies import Clause, DeclaredPolicy, Fact
from pipelines.catalog.strict_yaml import Document, Location
from pipelines.catalog.thresholds import Threshold


@dataclass(frozen=True)
class Known:
    """What may be referred to."""

    measures: set[str]
    benchmarks: set[str]
    indicators: dict[str, Indicator]
    facts: dict[str, Fact]
    clauses: dict[str, Clause]


def check_policies(declared: list[DeclaredPolicy], known: Known, problems: Problems) -> None:
    """Note what is wrong in the documents' files beyond each entry itself."""
    for entry in declared:
        policy, document = entry.policy, entry.document
        if policy.id != document.path.stem:
            problems.add(document, ("id",), "文件名应为文件编号加 .yml", f"the file is not called {policy.id}.yml")
        if policy.effective_to is not None and policy.effective_to < policy.effective_from:
            problems.add(document, ("effective_to",), "失效日期早于生效日期", "effective_to is before effective_from")
        seen: set[str] = set()
        for number, clause in enumerate(policy.clauses):
            here: Location = ("clauses", number)
            if clause.id in seen:
                problems.add(document, (*here, "id"), f"条款 {clause.id} 重复", f"clause {clause.id} declared twice")
            seen.add(clause.id)
            _check_clause(entry, clause, here, known, problems)
            _check_fit(document, clause, here, known.indicators.get(clause.indicator), problems)
        _check_figures(entry, known, problems)
        _check_refused(entry, known, problems)


def _check_clause(entry: DeclaredPolicy, clause: Clause, here: Location, known: Known, problems: Problems) -> None:
    policy, document = entry.policy, entry.document
    if not clause.id.startswith(f"{policy.id}."):
        problems.add(
            document, (*here, "id"), f"条款编号应以 {policy.id}. 开头", f"the id does not begin with {policy.id}."
        )
    if clause.indicator not in known.indicators:
        problems.add(
            document,
            (*here, "indicator"),
            f"没有指标 {clause.indicator}",
            f"there is no indicator {clause.indicator}",
        )
    if clause.threshold is not None:
        _check_threshold(document, clause.threshold, (*here, "threshold"), known, problems)
    if clause.deadline is not None and clause.deadline < policy.effective_from:
        problems.add(
            document,
            (*here, "deadline"),
            f"期限 {clause.deadline} 早于文件生效日期 {policy.effective_from}",
            f"the deadline {clause.deadline} is before the document takes effect on {policy.effective_from}",
        )
    for position, other in enumerate(clause.conflicts_with):
        if other not in known.clauses or other == clause.id:
            problems.add(
                document,
                (*here, "conflicts_with", position),
                f"没有可与之冲突的条款 {other}",
                f"there is no clause {other} to conflict with",
            )
    for position, fact in enumerate(clause.facts):
        _check_fact(entry, fact, (*here, "facts", position), known, problems)


def _check_threshold(
    document: Document, threshold: Threshold, here: Location, known: Known, problems: Problems
) -> None:
    benchmark = threshold.benchmark
    if benchmark is not None and benchmark not in known.benchmarks:
        problems.add(
            document,
            (*here, "benchmark"),
            f"没有经济基准 {benchmark}",
            f"there is no benchmark {benchmark}",
        )
    if threshold.norm is not None:
        _check_measure(document, threshold.norm.measure, (*here, "norm", "measure"), known, problems)


def _check_fit(
    document: Document, clause: Clause, here: Location, indicator: Indicator | None, problems: Problems
) -> None:
    if indicator is None:
        return
    if clause.threshold is not None and clause.threshold.unit != indicator.unit:
        problems.add(
            document,
            (*here, "threshold", "unit"),
            f"阈值单位 {clause.threshold.unit} 不是指标的单位 {indicator.unit}",
            f"the threshold is in {clause.threshold.unit}, its indicator in {indicator.unit}",
        )
    if clause.binding_level not in indicator.scope.unit_types:
        problems.add(
            document,
            (*here, "binding_level"),
            f"指标 {indicator.id} 不在 {clause.binding_level} 一级计算",
            f"indicator {indicator.id} is not computed for a {clause.binding_level}",
        )
    if clause.period_type not in indicator.scope.period_types:
        problems.add(
            document,
            (*here, "period_type"),
            f"指标 {indicator.id} 不按 {clause.period_type} 计算",
            f"indicator {indicator.id} is not computed by {clause.period_type}",
        )


def _check_figures(entry: DeclaredPolicy, known: Known, problems: Problems) -> None:
    document = entry.document
    for number, figure in enumerate(entry.policy.printed_figures):
        here: Location = ("printed_figures", number)
        _check_fact(entry, figure.fact, (*here, "fact"), known, problems)
        _check_measure(document, figure.measure, (*here, "measure"), known, problems)
    for number, table in enumerate(entry.policy.printed_tables):
        here = ("printed_tables", number)
        for position, column in enumerate(table.columns):
            _check_measure(document, column.measure, (*here, "columns", position, "measure"), known, problems)
        for position, row in enumerate(table.rows):
            _check_fact(entry, row.fact, (*here, "rows", position, "fact"), known, problems)


def _check_refused(entry: DeclaredPolicy, known: Known, problems: Problems) -> None:
    policy = entry.policy
    used = {fact for clause in policy.clauses for fact in clause.facts}
    used |= {figure.fact for figure in policy.printed_figures}
    used |= {row.fact for table in policy.printed_tables for row in table.rows}
    seen: set[str] = set()
    for number, refused in enumerate(policy.refused):
        here: Location = ("refused", number, "fact")
        _check_fact(entry, refused.fact, here, known, problems)
        if refused.fact in used | seen:
            problems.add(
                entry.document,
                here,
                f"事实 {refused.fact} 已计算或已拒绝",
                f"fact {refused.fact} is computed or refused elsewhere",
            )
        seen.add(refused.fact)


def _check_measure(document: Document, measure: str, here: Location, known: Known, problems: Problems) -> None:
    if measure not in known.measures:
        problems.add(document, here, f"没有计量项 {measure}", f"there is no measure {measure}")


def _check_fact(entry: DeclaredPolicy, fact: str, here: Location, known: Known, problems: Problems) -> None:
    registered = known.facts.get(fact)
    if registered is None or registered.policy_id != entry.policy.id:
        problems.add(entry.document, here, f"该文件没有事实 {fact}", f"fact {fact} is not one of {entry.policy.id}'s")


def check_adoptions(
    adoptions: tuple[Adoption, ...], document: Document, declared: list[DeclaredPolicy], problems: Problems
) -> None:
    """Note adoptions of a document that is not declared, or from before it took effect, or made twice."""
    policies = {entry.policy.id: entry.policy for entry in declared}
    seen: set[tuple[str, str]] = set()
    for number, adoption in enumerate(adoptions):
        here: Location = ("adoptions", number)
        policy = policies.get(adoption.policy)
        if policy is None:
            problems.add(
                document, (*here, "policy"), f"没有文件 {adoption.policy}", f"there is no policy {adoption.policy}"
            )
        elif adoption.adopted_from < policy.effective_from:
            problems.add(
                document,
                (*here, "adopted_from"),
                f"采用日期早于文件生效日期 {policy.effective_from}",
                f"adopted before the document takes effect on {policy.effective_from}",
            )
        if (adoption.unit, adoption.policy) in seen:
            problems.add(document, here, "同一单位重复采用同一文件", "the unit adopts the document twice")
        seen.add((adoption.unit, adoption.policy))
