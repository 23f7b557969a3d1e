"""Conflicts between clauses: what two of them come to on the same unit, so that the tension can be seen in figures.

Belongs here: the model of seeds/conflicts.yml, how it is loaded, what it must agree with.
Does not belong here: that clauses conflict (they say so themselves), working the figures out (the marts).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from pipelines.catalog.common import ClauseId, Identifier, PeriodType, Problems, Strict, Text, UnitType, Words
from pipelines.catalog.policies import Clause
from pipelines.catalog.strict_yaml import Document, Location, load
from pipelines.catalog.tables import Row


class Term(Strict):
    """A product: a number of the document, times what a clause asks of the unit, times what the unit has.

    A clause's share in per cent counts as a share; `bound` tells which end of a range is meant.
    """

    number: float | None = None
    clause: ClauseId | None = None
    bound: Literal["low", "high"] = "low"
    measure: Identifier | None = None

    @model_validator(mode="after")
    def _of_something(self) -> Term:
        if self.number is None and self.clause is None and self.measure is None:
            raise ValueError("a term is a number, a clause's target, a measure, or their product")
        return self


class Conflict(Strict):
    """Two sums, one a side of the conflict; the clauses go together where the first is at least the second."""

    id: Identifier
    clauses: tuple[ClauseId, ...] = Field(min_length=2)
    quantity: Text
    unit: Words
    unit_types: tuple[UnitType, ...] = Field(min_length=1)
    period_type: PeriodType
    first: tuple[Term, ...] = Field(min_length=1, max_length=3)
    second: tuple[Term, ...] = Field(min_length=1, max_length=3)

    @property
    def terms(self) -> tuple[tuple[int, int, Term], ...]:
        """Side, position and term, of both sides."""
        sides = ((1, self.first), (2, self.second))
        return tuple((side, place, term) for side, terms in sides for place, term in enumerate(terms, start=1))


class _ConflictFile(Strict):
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class DeclaredConflicts:
    """The conflicts worked out in figures, and the file that declares them."""

    conflicts: tuple[Conflict, ...]
    document: Document


def load_conflicts(path: Path) -> DeclaredConflicts:
    """Return the conflicts declared in a file."""
    document = load(path)
    return DeclaredConflicts(document.validate(_ConflictFile).conflicts, document)


def check_conflicts(
    declared: DeclaredConflicts, clauses: dict[str, Clause], measures: set[str], problems: Problems
) -> None:
    """Note clauses that are unknown or say nothing of a conflict, and terms that refer to nothing."""
    seen: set[str] = set()
    for number, conflict in enumerate(declared.conflicts):
        here: Location = ("conflicts", number)
        if conflict.id in seen:
            problems.add(declared.document, (*here, "id"), f"{conflict.id} 重复", f"{conflict.id} declared twice")
        seen.add(conflict.id)
        named = {
            frozenset((name, other))
            for name in conflict.clauses
            if name in clauses
            for other in clauses[name].conflicts_with
        }
        for position, name in enumerate(conflict.clauses):
            if not any(frozenset((name, other)) in named for other in conflict.clauses if other != name):
                problems.add(
                    declared.document,
                    (*here, "clauses", position),
                    f"条款 {name} 未声明与其他几条冲突",
                    f"no clause says that {name} conflicts with the others",
                )
        for side, place, term in conflict.terms:
            at = (*here, "first" if side == 1 else "second", place - 1)
            if term.clause is not None and (term.clause not in clauses or clauses[term.clause].threshold is None):
                problems.add(
                    declared.document,
                    (*at, "clause"),
                    f"条款 {term.clause} 不存在或没有阈值",
                    f"there is no clause {term.clause} with a threshold",
                )
            if term.measure is not None and term.measure not in measures:
                problems.add(
                    declared.document,
                    (*at, "measure"),
                    f"没有计量项 {term.measure}",
                    f"there is no measure {term.measure}",
                )


def conflict_rows(declared: DeclaredConflicts) -> dict[str, list[Row]]:
    """Return the rows of every table about conflicts."""
    return {
        "conflict": [
            {
                "conflict_id": conflict.id,
                "clause_ids": ",".join(conflict.clauses),
                "quantity_zh": conflict.quantity.zh,
                "quantity_en": conflict.quantity.en,
                "unit": conflict.unit,
                "unit_types": ",".join(conflict.unit_types),
                "period_type": conflict.period_type,
            }
            for conflict in declared.conflicts
        ],
        "conflict_term": [
            {
                "conflict_id": conflict.id,
                "side": side,
                "position": place,
                "number": term.number,
                "clause_id": term.clause,
                "bound": term.bound,
                "measure_id": term.measure,
            }
            for conflict in declared.conflicts
            for side, place, term in conflict.terms
        ],
    }
