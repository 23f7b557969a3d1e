"""Every crooked file of tests/fixtures becomes what is written beside it; and any table in any shape, or a refusal."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml
from crooked_files import SHAPES, write
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import CONTRACTS, INDEX, VISIT_HEADER, read, received, vault

from pipelines.errors import LinliError
from pipelines.intake import confirm_mapping
from pipelines.intake.cells import cell_text, column_texts
from pipelines.intake.characters import TO_SIMPLIFIED, header_key
from pipelines.intake.deliveries import read_deliveries
from pipelines.intake.header_mappings import load_mappings
from pipelines.intake.headers import HeaderIndex
from pipelines.product.harmless import harmless
from pipelines.settings import Home

FOLDER = Path(mkdtemp())
FIXTURES = yaml.safe_load((Path(__file__).parents[1] / "fixtures" / "crooked.yml").read_text(encoding="utf-8"))
CASES = [pytest.param(case, shape, id=f"{case['name']}-{shape}") for case in FIXTURES for shape in case["shapes"]]
NEARLY = [["走访日起", "户编号", "走访人工号"], ["2017-03-14", "SF-1", "SF003"]]


def sheet_of(case: dict[str, Any]) -> list[list[Any]]:
    """Return the case's rows, the second of them as often as it says."""
    first, second, *others = case["sheet"]
    return [first, *[second] * case.get("repeat", 1), *others]


@pytest.mark.parametrize(("case", "shape"), CASES)
def test_a_crooked_file_becomes_what_it_must(case: dict[str, Any], shape: str) -> None:
    content = case["raw_text"].encode() if "raw_text" in case else write(shape, sheet_of(case), case.get("merges", ()))
    if "refused" in case:
        with pytest.raises(LinliError) as caught:
            read(content, FOLDER)
        assert caught.value.code == case["refused"]
        assert all(word in caught.value.zh for word in case["says"]), caught.value.zh
        return
    (delivery,), notes = read_deliveries(received(content), INDEX, vault(FOLDER))
    assert delivery.entry["dataset"] == case["dataset"]
    found = [
        [row[name] if name != "sheet" else "~" + row[name][row[name].index("!") :] for name in case["columns"]]
        for row in delivery.rows.to_pylist()
    ]
    assert found == case["rows"] if "rows" in case else found[-len(case["last"]) :] == case["last"]
    said = "\n".join(note.zh for note in notes)
    assert all(word in said for word in case.get("notes", ())), said


def test_every_simplified_character_of_a_header_has_its_traditional_form() -> None:
    # Big5 is the character set of traditional Chinese: what it lacks is a simplified form.
    headers = "".join(header for c in CONTRACTS.values() for column in c.columns for header in column.headers)
    simplified = {character for character in headers if not character.encode("big5", "ignore")}
    assert (
        simplified - {chr(ordinal) if isinstance(ordinal, int) else ordinal for ordinal in TO_SIMPLIFIED.values()}
        == set()
    )


def test_reading_traditional_forms_makes_no_header_mean_two_columns() -> None:
    for contract in CONTRACTS.values():
        keys = {header_key(header): column.name for column in contract.columns for header in column.headers}
        for column in contract.columns:
            assert {keys[header_key(header)] for header in column.headers} == {column.name}


def test_a_confirmed_header_is_read_from_then_on(tmp_path: Path) -> None:
    home = Home(tmp_path)
    confirm_mapping(home, "visits", "走访日起 ", "visited_on", "张主任")
    index = HeaderIndex(CONTRACTS, load_mappings(home))
    (delivery,), notes = read_deliveries(received(write("xlsx", NEARLY)), index, vault(tmp_path))
    assert delivery.rows.to_pylist()[0]["visited_on"] == "2017-03-14"
    assert "张主任" in notes[0].zh and "走访日期" in notes[0].zh
    confirm_mapping(home, "visits", "走访日起", "purpose", "李主任")
    with pytest.raises(LinliError):
        read_deliveries(received(write("xlsx", NEARLY)), HeaderIndex(CONTRACTS, load_mappings(home)), vault(tmp_path))
    assert [mapping.who for mapping in load_mappings(home)] == ["张主任", "李主任"]


@pytest.mark.parametrize(
    ("dataset", "header", "column", "who"),
    [
        ("visit", "日", "visited_on", "张"),
        ("visits", "日", "day", "张"),
        ("visits", "户编号", "visited_on", "张"),
        ("visits", " ", "visited_on", "张"),
        ("visits", "日", "visited_on", " "),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, dataset: str, header: str, column: str, who: str) -> None:
    with pytest.raises(LinliError) as caught:
        confirm_mapping(Home(tmp_path), dataset, header, column, who)
    assert caught.value.code == "bad_mapping"
    assert load_mappings(Home(tmp_path)) == []


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-x", "@SUM(A1)", "＝1+1", " =1", "\t=1", "-2+3", "-"])
def test_text_that_would_run_is_written_so_that_it_does_not(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "-5", "+3.25", "-1,234.50", "12%", "-12%", "松枫社区", "a=b", "1-2"])
def test_text_that_does_not_run_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text(max_size=3), max_size=30))
def test_a_column_is_written_as_its_cells_are(values: list[Any]) -> None:
    values = [value if not isinstance(value, int) else value % 10**18 for value in values]
    assert [text or None for text in column_texts(values).to_pylist()] == [cell_text(value) for value in values]


CELL = st.text(
    st.characters(codec="gb18030", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn", "Cf"]), max_size=6
).map(lambda text: "V" + text)
TABLE = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=70)


@settings(max_examples=100, deadline=None)
@given(TABLE, st.sampled_from([shape for shape in SHAPES if shape != "xlsx-1904"]), st.booleans(), st.integers(0, 2))
def test_any_table_comes_back_equal_or_is_refused(
    rows: list[tuple[str, ...]], shape: str, title: bool, blank: int
) -> None:
    above = [["2017年3月登记表"], []] if title and shape != "parquet" else []
    gap = [] if shape == "parquet" else [""] * blank
    sheet = [*above, *([*gap, *row] for row in [VISIT_HEADER[:3], *rows])]
    try:
        found = read(write(shape, sheet), FOLDER)["visits"]
    except LinliError as refusal:
        assert refusal.code in ("bad_quotes", "ragged_row", "unknown_sheet", "missing_column")
        return
    assert [(row["visited_on"], row["household_no"], row["staff_no"]) for row in found] == rows
    assert [row["row_number"] for row in found] == [number + 2 + len(above) for number in range(len(rows))]
