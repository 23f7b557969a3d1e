"""What the models of this package share: strictness, bilingual text, vocabularies, the collecting of problems.

Belongs here: the base of every declared model, and how problems across files are gathered into one error.
Does not belong here: any declaration's own model, reading YAML (strict_yaml.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipelines.catalog.strict_yaml import Document, Location
from pipelines.errors import LinliError

UnitType = Literal["province", "city", "district", "street", "town", "community", "village"]
PeriodType = Literal["week", "month", "quarter", "half_year", "year"]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]*$")]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
FactId = Annotated[str, StringConstraints(pattern=r"^D[0-9]+-[0-9]{3}$")]


class Strict(BaseModel):
    """A declared thing: unknown keys are refused, and it never changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """Words in both languages, neither of them empty."""

    zh: Words
    en: Words


class Reason(Strict):
    """A written reason, long enough to be one."""

    zh: Annotated[Words, Field(min_length=21)]
    en: Annotated[Words, Field(min_length=21)]


@dataclass
class Problems:
    """Every problem found across files, so that one run of the checks names them all."""

    found: list[LinliError] = field(default_factory=list)

    def add(self, document: Document, location: Location, zh: str, en: str) -> None:
        """Note a problem with the value at a location of a file."""
        self.found.append(document.error(location, zh, en))

    def raise_any(self) -> None:
        """Raise one error that names every problem with its file and line, if there is any."""
        if self.found:
            raise LinliError(
                "；".join(problem.zh for problem in self.found),
                "; ".join(problem.en for problem in self.found),
                "bad_yaml",
            )
