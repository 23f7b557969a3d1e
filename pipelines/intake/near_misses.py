"""Headers that nearly are a column's: proposed to the sender, never taken on a guess.

Belongs here: how alike two headers are. Does not belong here: keeping what was confirmed (header_mappings.py).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipelines.catalog.contracts import Column
from pipelines.intake.characters import header_key
from pipelines.intake.headers import Label, Match

# Two characters of three, three of four: below that most proposals are wrong.
_ALIKE = 0.66


@dataclass(frozen=True)
class Proposal:
    """A header that was not recognised, and the column of a dataset it may well stand for."""

    dataset: str
    written: str
    column: Column

    @property
    def zh(self) -> str:
        """The proposal as a clerk reads it."""
        return f"列“{self.written}”当作“{self.column.header}”"

    @property
    def en(self) -> str:
        """The proposal in English."""
        return f"column '{self.written}' as '{self.column.header}' ({self.column.name})"

    @property
    def command(self) -> str:
        """What an operator types to confirm it."""
        return f"linli confirm {self.dataset} {shlex.quote(''.join(self.written.split()))} {self.column.name}"


def propose(match: Match, wanted: Iterable[Column]) -> list[Proposal]:
    """Return for each wanted column the unused header that is most like one of its headers, each header once."""
    unused = match.unused
    scored = sorted(
        ((_likeness(label, column), -label.position, label, column) for column in wanted for label in unused),
        key=lambda scored: scored[:2],
        reverse=True,
    )
    proposals: list[Proposal] = []
    taken: set[int | str] = set()
    for likeness, _, label, column in scored:
        if likeness >= _ALIKE and not taken & {label.position, column.name}:
            taken |= {label.position, column.name}
            proposals.append(Proposal(match.contract.dataset, label.spellings[0].written, column))
    return proposals


def _likeness(label: Label, column: Column) -> float:
    return max(
        SequenceMatcher(None, spelling.compared, header_key(header)).ratio()
        for spelling in label.spellings
        for header in column.headers
    )
