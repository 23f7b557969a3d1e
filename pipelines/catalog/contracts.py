"""Dataset contracts: what a spreadsheet must hold, as the dbt source files under dbt_project/models/sources declare it.

Belongs here: the contract's model, how it is loaded, and how two headers are compared.
Does not belong here: reading spreadsheets (pipelines.intake), typing of values (dbt staging), other YAML (seeds/).
"""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.catalog.strict_yaml import Document, Location, Stamp, load_all, stamp
from pipelines.errors import LinliError
from pipelines.settings import DBT_DIR

ColumnType = Literal[
    "text", "date", "month", "year", "integer", "decimal", "money", "percent", "code", "unit", "person_id"
]
NUMERIC_TYPES: frozenset[str] = frozenset({"integer", "decimal", "money", "percent"})
PREAMBLE_TYPES: frozenset[str] = frozenset({"unit", "date", "month", "year"})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Title(_Strict):
    """A name in both languages."""

    zh: str
    en: str


class Before(_Strict):
    """What was otherwise in a column before a version of its contract; what is not said was the same.

    `absent`: the version brought the column. A column's name and type never change, so that what it holds stays one
    thing.
    """

    absent: bool = False
    header: str | None = None
    aliases: tuple[str, ...] | None = None
    required: bool | None = None
    codes: dict[str, tuple[str, ...]] | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None


class Column(_Strict):
    """One column of a dataset: how clerks head it and what its values must be.

    `presence`: rows show that the unit has what the code names or the column counts, for compositions to list it.
    `before` tells, by version, how it was before that version.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str
    header: str
    aliases: tuple[str, ...] = ()
    type: ColumnType
    required: bool = False
    key: bool = False
    preamble: bool = False
    presence: bool = False
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    personal: Literal["hashed", "dropped"] | None = None
    unit: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    example: str | None = None
    before: dict[int, Before] = Field(default_factory=dict)

    def at(self, version: int) -> Column | None:
        """Return the column as a version of the contract had it; None where it was not there yet."""
        otherwise: dict[str, Any] = {}
        for number in sorted((number for number in self.before if number > version), reverse=True):
            if self.before[number].absent:
                return None
            otherwise |= self.before[number].model_dump(exclude_unset=True, exclude={"absent"})
        earlier = {number: before for number, before in self.before.items() if number <= version}
        return Column.model_validate(_declared(self) | otherwise | {"before": earlier})

    @property
    def headers(self) -> tuple[str, ...]:
        """Every accepted header, the preferred one first."""
        return (self.header, *self.aliases)

    @property
    def is_numeric(self) -> bool:
        """Whether the values are quantities, so that a total of them means something."""
        return self.type in NUMERIC_TYPES

    @model_validator(mode="after")
    def _consistent(self) -> Column:
        if (self.type == "code") != bool(self.codes):
            raise ValueError("codes are listed for type code, and for no other")
        labels = [label for labels in self.codes.values() for label in labels]
        if len(labels) != len(set(labels)):
            raise ValueError("a label stands for two codes")
        if self.type == "person_id" and self.personal is None:
            raise ValueError("an identity number is hashed or dropped, never kept")
        if self.presence and self.type != "code" and not self.is_numeric:
            raise ValueError("only a code or a quantity shows what is present")
        if self.preamble and self.type not in PREAMBLE_TYPES:
            raise ValueError("only a unit, date, month or year can stand above the table")
        if self.required and self.personal == "dropped":
            raise ValueError("what is not kept cannot be required")
        return self


class Contract(_Strict):
    """One dataset: its columns, how it is delivered and when it is due.

    `since` gives each version after the first its first day: a delivery is read under the version of the day it came.
    """

    dataset: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str
    title: Title
    version: int = Field(ge=1)
    since: dict[int, date] = Field(default_factory=dict)
    mode: Literal["snapshot", "event", "replace_period"]
    frequency: Literal["month", "quarter", "half_year", "year", "once"]
    due_day: int = Field(ge=1, le=366)
    due_from: tuple[str, ...]
    zero_report: bool
    # The column that says when a thing ended, for events that go on until then.
    ends: str | None = None
    columns: tuple[Column, ...] = Field(min_length=1)

    def version_on(self, day: date) -> int:
        """Return the version that is valid on a day."""
        return max((version for version, first_day in self.since.items() if first_day <= day), default=1)

    def at(self, version: int) -> Contract:
        """Return the contract as it was in a version."""
        if version == self.version:
            return self
        columns = tuple(earlier for column in self.columns if (earlier := column.at(version)) is not None)
        since = {number: first_day for number, first_day in self.since.items() if number <= version}
        return Contract.model_validate(_declared(self) | {"version": version, "since": since, "columns": columns})

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}

    @property
    def kept_columns(self) -> tuple[Column, ...]:
        """The columns that raw keeps, in the contract's order: all but the dropped ones."""
        return tuple(column for column in self.columns if column.personal != "dropped")

    @property
    def day_column(self) -> Column | None:
        """The column that says which day (or year) a row is about: the first required one."""
        return next((column for column in self.columns if column.required and column.type in ("date", "year")), None)

    @property
    def required_in_table(self) -> tuple[Column, ...]:
        """The columns without which a table is not this dataset: required, and not allowed to stand above it."""
        return tuple(column for column in self.columns if column.required and not column.preamble)

    @model_validator(mode="after")
    def _unambiguous(self) -> Contract:
        if len(self.by_name) != len(self.columns):
            raise ValueError("a column is declared twice")
        end = self.by_name.get(self.ends) if self.ends else None
        if self.ends and (end is None or end.type != "date" or end.required):
            raise ValueError(f"ends names no date that may be left empty: {self.ends}")
        showing = [column for column in self.columns if column.presence]
        if len(showing) > 1 and any(column.codes for column in showing):
            raise ValueError("a code and another column both show presence")
        meaning: dict[str, str] = {}
        for column in self.columns:
            for header in column.headers:
                if meaning.setdefault(normalise_header(header), column.name) != column.name:
                    raise ValueError(f"header {header} means two columns")
        return self

    @model_validator(mode="after")
    def _every_version_holds(self) -> Contract:
        days = [self.since.get(version) for version in range(2, self.version + 1)]
        if len(self.since) != len(days) or None in days or sorted(days, key=str) != days or len(set(days)) != len(days):
            raise ValueError("since names the first day of each version from 2 to the present one, in order")
        for column in self.columns:
            if unknown := column.before.keys() - self.since.keys():
                raise ValueError(f"{column.name} was otherwise before version {min(unknown)}, which is not in since")
        if self.version > 1:
            self.at(self.version - 1)
        return self


def _declared(model: BaseModel) -> dict[str, Any]:
    """Return the fields of a model, without what was derived from them."""
    return {name: getattr(model, name) for name in type(model).model_fields}


def normalise_header(text: str) -> str:
    """Return a header as it is compared: full-width folded, without spaces, line breaks and required-marks."""
    folded = unicodedata.normalize("NFKC", text)
    kept = (character for character in folded if not character.isspace() and unicodedata.category(character) != "Cf")
    return "".join(kept).strip("*:").lower()


def load_contracts(directory: Path = DBT_DIR / "models" / "sources") -> dict[str, Contract]:
    """Return every dataset contract of a folder by dataset; what is wrong is named by file and line.

    Files whose name starts with an underscore declare other sources (the ledger's tables) and are not contracts. What
    they say is kept for as long as they stand as they are.
    """
    return dict(_load(directory, tuple(stamp(path) for path in sorted(directory.glob("[!_]*.yml")))))


@lru_cache(maxsize=2)
def _load(directory: Path, files: tuple[Stamp, ...]) -> dict[str, Contract]:
    contracts: dict[str, Contract] = {}
    for document in load_all(path for path, *_ in files):
        for contract in _contracts_of(document):
            if contract.dataset in contracts:
                raise document.error(
                    (), f"数据集 {contract.dataset} 重复声明", f"dataset {contract.dataset} declared twice"
                )
            contracts[contract.dataset] = contract
    if not contracts:
        raise LinliError(f"{directory} 中没有数据集声明", f"no dataset contract in {directory}", "bad_yaml")
    return contracts


class _Config(BaseModel):
    """dbt's own keys beside meta are dbt's to judge, so they are let through."""

    meta: dict[str, Any]


class _SourceColumn(BaseModel):
    name: str
    description: str
    config: _Config


class _SourceTable(BaseModel):
    name: str
    description: str
    config: _Config
    columns: list[_SourceColumn]


class _Source(BaseModel):
    tables: list[_SourceTable]


class _SourceFile(BaseModel):
    sources: list[_Source]


def _contracts_of(document: Document) -> list[Contract]:
    found = []
    for source_number, source in enumerate(document.validate(_SourceFile).sources):
        for table_number, table in enumerate(source.tables):
            here: Location = ("sources", source_number, "tables", table_number)
            columns = tuple(
                document.validate(
                    Column,
                    (*here, "columns", number, "config", "meta"),
                    name=column.name,
                    description=column.description,
                )
                for number, column in enumerate(table.columns)
            )
            meta = (*here, "config", "meta")
            found.append(
                document.validate(Contract, meta, dataset=table.name, description=table.description, columns=columns)
            )
    return found
