"""A table written in any supported shape, crooked in any of the ways that are read, comes back equal or is refused."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from crooked_files import SHAPES, WITH_MERGES, write
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import INDEX, book, received, vault

from pipelines.errors import LinliError
from pipelines.intake.deliveries import read_deliveries

FOLDER = Path(mkdtemp())
VISITS = ["走访日期", "户编号", "走访人工号"]
PEOPLE = ["社区名称", "户数", "常住人口", "城镇人口"]
TRADITIONAL = {
    "走访日期": "走訪日期",
    "户编号": "戶編號",
    "户数": "戶數",
    "社区名称": "社區名稱",
    "城镇人口": "城鎮人口",
}
PLAIN_SHAPES = [shape for shape in SHAPES if "1904" not in shape and shape != "parquet" and "over" not in shape]
DUE = {"bad_quotes", "ragged_row", "unknown_sheet", "missing_column", "no_rows"}
WORD = st.text(
    st.characters(codec="gb18030", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn", "Cf"]), max_size=5
).map(lambda text: "V" + text)
NUMBER = st.integers(0, 10**9).map(str)
VISIT_ROWS = st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=50)
PEOPLE_ROWS = st.lists(st.tuples(WORD, NUMBER, NUMBER, NUMBER), min_size=1, max_size=50)

Rows = list[tuple[str, ...]]
Sheet = list[list[str]]


def found_in(content: bytes) -> dict[str, list[dict[str, str]]] | None:
    """Return what is read, by dataset; None where the file was refused for a reason that can be due."""
    try:
        deliveries, _ = read_deliveries(received(content), INDEX, vault(FOLDER))
    except LinliError as refusal:
        assert refusal.code in DUE, refusal.en
        return None
    return {delivery.entry["dataset"]: delivery.rows.to_pylist() for delivery in deliveries}


def visits_in(rows: list[dict[str, str]]) -> Rows:
    return [(row["visited_on"], row["household_no"], row["staff_no"]) for row in rows]


def people_in(rows: list[dict[str, str]]) -> Rows:
    return [(row["unit"], row["households"], row["residents"], row["urban_residents"]) for row in rows]


def titled(sheet: Sheet, titles: int, blank_columns: int, blank_rows: int) -> Sheet:
    """Return a sheet with titles above, blank columns to the left and blank rows below the header."""
    above = [["2017年6月统计表"], ["填报单位：甲社区"], []][:titles]
    header, *body = sheet
    spread = [header, *([] for _ in range(blank_rows)), *body]
    return [*above, *([""] * blank_columns + row for row in spread)]


@settings(max_examples=150, deadline=None)
@given(
    PEOPLE_ROWS,
    st.sampled_from(PLAIN_SHAPES),
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from(["", "合计", "小　计", "總計：", "合计（户）"]),
)
def test_titles_blanks_and_totals(
    rows: Rows, shape: str, titles: int, columns: int, blanks: int, traditional: bool, total: str
) -> None:
    header = [TRADITIONAL.get(text, text) if traditional else text for text in PEOPLE]
    totals = [[total, *(str(sum(int(row[place]) for row in rows)) for place in (1, 2, 3))]] if total else []
    sheet = titled([header, *map(list, rows), *totals], titles, columns, blanks)
    found = found_in(write(shape, sheet))
    if found is not None:
        assert people_in(found["population"]) == rows


@settings(max_examples=80, deadline=None)
@given(VISIT_ROWS, VISIT_ROWS, st.sampled_from(PLAIN_SHAPES), st.booleans(), st.integers(0, 2))
def test_two_tables_beside_each_other(left: Rows, right: Rows, shape: str, gap: bool, titles: int) -> None:
    between = [""] if gap else []
    width = max(len(left), len(right))
    blank = ["", "", ""]
    halves = [[list(row) for row in rows] + [blank] * (width - len(rows)) for rows in (left, right)]
    body = [one + between + other for one, other in zip(*halves, strict=True)]
    found = found_in(write(shape, titled([VISITS + between + VISITS, *body], titles, 0, 0)))
    if found is not None:
        assert visits_in(found["visits"]) == left + right
        assert len({(row["sheet"], row["row_number"]) for row in found["visits"]}) == len(left) + len(right)


@settings(max_examples=80, deadline=None)
@given(VISIT_ROWS, PEOPLE_ROWS, st.sampled_from(PLAIN_SHAPES), st.integers(1, 3), st.booleans())
def test_two_tables_below_each_other(first: Rows, second: Rows, shape: str, blanks: int, titled_too: bool) -> None:
    title = [["附件2　人口"]] if titled_too else []
    sheet = [VISITS, *map(list, first), *([] for _ in range(blanks)), *title, PEOPLE, *map(list, second)]
    found = found_in(write(shape, sheet))
    if found is not None:
        assert visits_in(found["visits"]) == first
        assert people_in(found["population"]) == second


@settings(max_examples=60, deadline=None)
@given(PEOPLE_ROWS, st.sampled_from([shape for shape in WITH_MERGES if "over" not in shape]), st.data())
def test_merged_headers_and_cells(rows: Rows, shape: str, data: st.DataObject) -> None:
    run = data.draw(st.integers(1, len(rows)))
    merged = [[rows[0][0], *row[1:]] for row in rows[:run]] + [list(row) for row in rows[run:]]
    written = [row if place == 0 or place >= run else ["", *row[1:]] for place, row in enumerate(merged)]
    sheet = [["单位", "人口情况", "", ""], ["社区名称", *PEOPLE[1:]], *written]
    merges = ["B1:D1", *([f"A3:A{2 + run}"] if run > 1 else [])]
    found = found_in(write(shape, sheet, merges))
    if found is not None:
        assert people_in(found["population"]) == [tuple(row) for row in merged]


@settings(max_examples=40, deadline=None)
@given(st.lists(VISIT_ROWS, min_size=1, max_size=4), PEOPLE_ROWS, st.booleans())
def test_several_sheets(tables: list[Rows], people: Rows, hidden: bool) -> None:
    sheets = {f"走访{number}": [VISITS, *map(list, rows)] for number, rows in enumerate(tables)}
    content = book(
        {"说明": [["请于每月10日前报送"]], **sheets, "人口": [PEOPLE, *map(list, people)]}, hidden=["人口"] * hidden
    )
    found = found_in(content)
    if found is not None:
        assert visits_in(found["visits"]) == [row for rows in tables for row in rows]
        assert people_in(found["population"]) == people
