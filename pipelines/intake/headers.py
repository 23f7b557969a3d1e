"""Which column of which dataset a header stands for.

Belongs here: comparing header texts with the contracts. Does not belong here: where in a sheet the header row is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.catalog.contracts import Column, Contract
from pipelines.intake.characters import header_key, may_start, ways_to_write
from pipelines.intake.grid import Row
from pipelines.intake.header_mappings import HeaderMapping, in_force

_MANY = r"[亿万千百十]"
_UNIT = rf"{_MANY}*(?:元|人次|人|户次|户|次|个|名|件|份|天|周|月|年|小时|岁|平方米|平米|㎡|m2|米|亩|%|‰)"
_HINT = r"必填|选填|\d+位|格式[^()]*|下拉选择|如[^()]*"
_BRACKET = re.compile(rf"^(?P<name>.+?)[(\[]\s*(?:单位:?)?(?:(?P<unit>{_UNIT})|{_HINT})\s*[)\]]$")
# 金额万元, 金额:万元; without a bracket only what multiplies is surely a unit.
_BEHIND = re.compile(rf"^(?P<name>.+?)[:,/_-]?(?P<unit>{_MANY}+(?:元|人次|人|户次|户|次|个|平方米|亩))$")
_ONLY_UNIT = re.compile(rf"^[(\[]?(?:单位:?)?(?P<unit>{_UNIT})[)\]]?$")

# Behind every header that a contract lists itself.
_CONFIRMED_RANK = 1_000_000


@dataclass(frozen=True)
class Spelling:
    """One way to read a header cell: as written, as compared, and the unit in it where that was left out."""

    written: str
    compared: str
    unit: str | None


@dataclass(frozen=True)
class Label:
    """One header cell: its text with the group headers above it, and every way to read it, the likeliest first."""

    position: int
    path: str
    spellings: tuple[Spelling, ...]


@dataclass(frozen=True)
class MappedHeader:
    """A header cell taken for a column."""

    position: int
    header: str
    unit: str | None
    confirmed: HeaderMapping | None = None


@dataclass(frozen=True)
class Match:
    """How far a header row fits one dataset."""

    contract: Contract
    columns: dict[str, MappedHeader]
    missing: tuple[Column, ...]
    repeated: tuple[str, ...]
    unused: tuple[Label, ...]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers that stand for no column."""
        return tuple(label.path for label in self.unused)

    @property
    def absent(self) -> tuple[Column, ...]:
        """The columns, required or not, that the table does not have."""
        return tuple(column for column in self.contract.columns if column.name not in self.columns)

    @property
    def complete(self) -> bool:
        """Whether every required column of the table is there, and none twice."""
        return not self.missing and not self.repeated

    @property
    def rank(self) -> tuple[int, bool, float]:
        """What makes one dataset fit better: more columns found, then none missing, then a larger part of its own."""
        return len(self.columns), self.complete, len(self.columns) / len(self.contract.columns)

    @property
    def near(self) -> bool:
        """Whether a table that is not complete still was plainly meant as this dataset."""
        wanted = self.contract.required_in_table
        return len(self.columns) >= 2 and 2 * (len(wanted) - len(self.missing)) >= len(wanted)


def readings(header: str) -> list[tuple[str, str | None]]:
    """Return every way to read a normalised header, the likeliest first, each with the unit that is left out of it."""
    stripped = (pattern.match(header) for pattern in (_BRACKET, _BEHIND))
    return [(header, None), *((found["name"], found["unit"]) for found in stripped if found)]


def is_unit_row(row: Row) -> bool:
    """Return whether nothing but units of measure stands in a row: 万元 under the names of the columns."""
    texts = [header_key(text) for text in row if text]
    return bool(texts) and all(_ONLY_UNIT.match(text) for text in texts)


def labels(rows: Sequence[Row]) -> list[Label]:
    """Return the labels of a header of one or more rows: the lowest filled cell names a column, others group."""
    filled = [_carried_right(row) for row in rows[:-1]]
    stacks = []
    for position in range(len(rows[0])):
        column = [row[position] for row in rows]
        lowest = max((depth for depth, text in enumerate(column) if text), default=None)
        if lowest is None:
            continue
        leaf = column[lowest] or ""
        groups = [text for row in filled[:lowest] if (text := row[position]) and text != leaf]
        stacks.append((position, leaf, list(dict.fromkeys(groups))))
    repeats = Counter(header_key(leaf) for _, leaf, _ in stacks)
    return [_label(position, leaf, groups, repeats[header_key(leaf)] > 1) for position, leaf, groups in stacks]


def _label(position: int, leaf: str, groups: Sequence[str], is_repeated: bool) -> Label:
    """Return one header cell's label; a unit that its group names (金额（万元） over 支出) is the column's too."""
    units = [unit for group in groups for _, unit in readings(header_key(group)) if unit]
    is_unit = bool(groups) and _ONLY_UNIT.match(header_key(leaf))
    path = "".join([*groups, f"({leaf.strip('()（）[]')})" if is_unit else leaf])
    spellings = []
    for text in dict.fromkeys((path, leaf) if is_repeated else (leaf, path)):
        for compared, unit in readings(header_key(text)):
            spellings.append(Spelling(text, compared, unit or (units[-1] if units else None)))
    return Label(position, path, tuple(spellings))


def _carried_right(row: Row) -> list[str | None]:
    """Return a group row with each group carried to the right over its columns."""
    carried: list[str | None] = []
    for text in row:
        carried.append(text or (carried[-1] if carried else None))
    return carried


class HeaderIndex:
    """Every accepted header of every dataset, looked up by its normalised text."""

    def __init__(self, contracts: dict[str, Contract], mappings: Iterable[HeaderMapping] = ()) -> None:
        self.contracts = contracts
        self._required = {dataset: contract.required_in_table for dataset, contract in contracts.items()}
        self._confirmed = in_force(mappings, contracts)
        # By header, then by dataset: most cells are no header at all, and most headers are those of few datasets.
        self._known: dict[str, dict[str, tuple[str, int]]] = {}
        for dataset, contract in contracts.items():
            for column in contract.columns:
                for rank, header in enumerate(column.headers):
                    self._known.setdefault(header_key(header), {})[dataset] = column.name, rank
        for (dataset, header), mapping in self._confirmed.items():
            self._known.setdefault(header, {}).setdefault(dataset, (mapping.column, _CONFIRMED_RANK))
        # Room for spaces and a unit; a longer cell is prose, and looking at it would only cost time.
        self._longest = 3 * max(map(len, self._known), default=0) + 10
        self._first_characters = frozenset(header[0] for header in self._known if header)
        headers = {header for contract in contracts.values() for c in contract.columns for header in c.headers}
        self.spellings = sorted({spelling for header in headers for spelling in ways_to_write(header)})

    def knows(self, text: str | None) -> bool:
        """Return whether some dataset has such a header."""
        if not text or len(text) > self._longest or not may_start(text[0], self._first_characters):
            return False
        header = header_key(text)
        return any(compared in self._known for compared, _ in readings(header))

    def matches(self, header: Sequence[Label]) -> list[Match]:
        """Return how a header row fits each dataset it has a column of, best first."""
        met = {d for label in header for spelling in label.spellings for d in self._known.get(spelling.compared, ())}
        found = [self._match(contract, header) for dataset, contract in self.contracts.items() if dataset in met]
        return sorted(found, key=lambda match: match.rank, reverse=True)

    def _match(self, contract: Contract, header: Sequence[Label]) -> Match:
        candidates: dict[str, list[tuple[int, MappedHeader]]] = {}
        for label in header:
            if (taken := self._look_up(contract.dataset, label)) is not None:
                column, rank, mapped = taken
                candidates.setdefault(column, []).append((rank, mapped))
        columns, repeated = {}, []
        for column, mapped_headers in candidates.items():
            best = min(rank for rank, _ in mapped_headers)
            firsts = [mapped for rank, mapped in mapped_headers if rank == best]
            columns[column] = firsts[0]
            if len(firsts) > 1:
                repeated.append(firsts[0].header)
        used = {mapped.position for mapped in columns.values()}
        return Match(
            contract,
            columns,
            missing=tuple(column for column in self._required[contract.dataset] if column.name not in columns),
            repeated=tuple(repeated),
            unused=tuple(label for label in header if label.position not in used),
        )

    def _look_up(self, dataset: str, label: Label) -> tuple[str, int, MappedHeader] | None:
        for spelling in label.spellings:
            if (taken := self._known.get(spelling.compared, {}).get(dataset)) is not None:
                column, rank = taken
                confirmed = self._confirmed.get((dataset, spelling.compared)) if rank == _CONFIRMED_RANK else None
                return column, rank, MappedHeader(label.position, spelling.written, spelling.unit, confirmed)
        return None


class IndexByDay:
    """The headers that are accepted on a day, under the contracts valid then."""

    def __init__(self, contracts: Mapping[str, Contract], mappings: Iterable[HeaderMapping] = ()) -> None:
        self._contracts = contracts
        self._mappings = list(mappings)
        self._made: dict[tuple[int, ...], HeaderIndex] = {}

    def on(self, day: date) -> HeaderIndex:
        """Return the index for deliveries received on a day."""
        versions = tuple(contract.version_on(day) for contract in self._contracts.values())
        if versions not in self._made:
            contracts = {
                dataset: contract.at(version)
                for (dataset, contract), version in zip(self._contracts.items(), versions, strict=True)
            }
            self._made[versions] = HeaderIndex(contracts, self._mappings)
        return self._made[versions]
