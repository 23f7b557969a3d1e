"""Headers that somebody confirmed to stand for a column: data of the installation, with who and when.

Belongs here: the file raw/header_mappings.jsonl. Does not belong here: comparing headers (headers.py), proposing
a column for one (near_misses.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines import clock
from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.errors import LinliError
from pipelines.intake.characters import header_key
from pipelines.intake.ledger import Ledger
from pipelines.intake.lock import only_writer
from pipelines.settings import Home


@dataclass(frozen=True)
class HeaderMapping:
    """One confirmation: in this dataset, this header stands for this column."""

    dataset: str
    header: str
    column: str
    who: str
    when: str


def confirm_mapping(home: Home, dataset: str, header: str, column: str, who: str) -> HeaderMapping:
    """Keep that a header stands for a column; the next delivery with that header is read so."""
    _refuse_impossible(load_contracts(), dataset, header, column, who)
    now = clock.now()
    mapping = HeaderMapping(dataset, header.strip(), column, who.strip(), now.isoformat(timespec="seconds"))
    with only_writer(home):
        Ledger(mappings_file(home)).append(asdict(mapping))
    return mapping


def load_mappings(home: Home) -> list[HeaderMapping]:
    """Return every confirmation, oldest first."""
    return [HeaderMapping(**event) for event in Ledger(mappings_file(home)).events()]


def in_force(mappings: Iterable[HeaderMapping], contracts: dict[str, Contract]) -> dict[tuple[str, str], HeaderMapping]:
    """Return the confirmations by dataset and compared header: the last counts, and only while its column exists."""
    return {
        (mapping.dataset, header_key(mapping.header)): mapping
        for mapping in mappings
        if mapping.dataset in contracts and mapping.column in contracts[mapping.dataset].by_name
    }


def mappings_file(home: Home) -> Path:
    """Where an installation keeps what was confirmed."""
    return home.raw / "header_mappings.jsonl"


def _refuse_impossible(contracts: dict[str, Contract], dataset: str, header: str, column: str, who: str) -> None:
    contract = contracts.get(dataset)
    if contract is None:
        raise _impossible(f"没有“{dataset}”这张表", f"there is no dataset '{dataset}'", contracts)
    if column not in contract.by_name:
        raise _impossible(f"“{dataset}”没有“{column}”这一列", f"{dataset} has no column '{column}'", contract.by_name)
    if not header_key(header) or not who.strip():
        raise _impossible("表头和确认人都不能为空", "neither the header nor who confirms may be empty", ())
    for other in contract.columns:
        if other.name != column and header_key(header) in map(header_key, other.headers):
            raise _impossible(
                f"“{header}”本来就是“{other.header}”列的表头", f"'{header}' is a header of column {other.name}", ()
            )


def _impossible(zh: str, en: str, choices: Iterable[str]) -> LinliError:
    listed = ", ".join(choices)
    return LinliError(
        f"不能确认这个对应：{zh}。" + (f"可选：{listed}。" if listed else "请更正后再确认。"),
        f"The mapping cannot be confirmed: {en}. "
        + (f"Choose from: {listed}." if listed else "Correct it, try again."),
        "bad_mapping",
    )
