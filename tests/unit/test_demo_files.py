"""The demo's files: the same bytes each time, as many as told, with the mistakes they are meant to hold."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pipelines.demo import write_demo
from pipelines.demo.mistakes import BadRow, Suspicious, WrongFigure, load_mistakes
from pipelines.demo.staff import check_digit

MISTAKES = load_mistakes()
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{17}[\dX](?![\dX])")
SMALLEST = "370571"


def cells(path: Path, sheet: str | None = None) -> list[list[object]]:
    if path.suffix == ".csv":
        return [[*row] for row in csv.reader(path.read_bytes().decode("gb18030").splitlines())]
    book = CalamineWorkbook.from_path(path)
    return [[*row] for row in book.get_sheet_by_name(sheet or book.sheet_names[0]).to_python(skip_empty_area=False)]


def files(landing: Path) -> Iterator[Path]:
    return (path for path in sorted(landing.rglob("*")) if path.is_file() and path.suffix != ".json")


def envelope(path: Path) -> dict[str, str]:
    read: dict[str, str] = json.loads(path.with_name(f"{path.name}.envelope.json").read_text())
    return read


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("landing")
    write_demo(folder)
    return folder


@dataclass(frozen=True)
class Seen:
    title: str
    rows: int
    identity_numbers: frozenset[str]


@pytest.fixture(scope="module")
def seen(landing: Path) -> dict[Path, Seen]:
    read = {}
    for path in files(landing):
        sheet = cells(path)
        people = any(word in path.name for word in ("花名册", "名单", "薪酬"))
        numbers = IDENTITY_NUMBER.findall(json.dumps(sheet, default=str)) if people else []
        read[path] = Seen(str(sheet[0][0]), len(sheet), frozenset(numbers))
    return read


def test_every_run_writes_the_same_bytes(tmp_path: Path) -> None:
    def digests(folder: Path) -> dict[str, str]:
        write_demo(folder, only=SMALLEST)
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    assert digests(tmp_path / "once") == digests(tmp_path / "twice")


def test_count_and_envelopes(landing: Path, tmp_path: Path) -> None:
    told: list[Path] = []
    assert write_demo(tmp_path, told.append, only=SMALLEST) == len(told) == len(list(files(tmp_path)))
    written = list(files(landing))
    assert 600 < len(written) <= 900
    assert {path.suffix for path in written} == {".xlsx", ".xls", ".csv"}
    assert not list(landing.rglob("*.part"))
    basis = Counter(envelope(path)["basis"] for path in written)
    assert basis["delivered"] == 2
    assert {path.parent.name[:6] for path in written if envelope(path)["basis"] == "demo_fitted"} == {"150204"}


def test_all_but_the_annexes_say_that_they_are_a_demo(seen: dict[Path, Seen]) -> None:
    for path, sheet in seen.items():
        assert ("演示数据" in sheet.title) == (envelope(path)["basis"] != "delivered"), path.name


def test_the_annexes_keep_their_printed_totals(landing: Path) -> None:
    communities = cells(landing / "330482001" / "附件1_社区友邻点建设方案.xlsx")
    villages = cells(landing / "330482001" / "附件2_村友邻点建设方案.xlsx")
    assert communities[-1] == ["", "合计", 140, 156950, 200]
    assert villages[-1] == ["", "", 86, 17418, 50]
    assert len(communities) == 3 + 18 + 1
    assert len(villages) == 3 + 8 + 1


def test_registers_and_visit_logs_stay_small(seen: dict[Path, Seen]) -> None:
    rows = Counter[str]()
    for path, sheet in seen.items():
        rows["registers"] += sheet.rows if "住户登记册" in path.name else 0
        rows["visits"] += sheet.rows if "入户走访登记表" in path.name else 0
    assert 320_000 < rows["registers"] <= 330_000
    assert 400_000 < rows["visits"] <= 450_000


def test_identity_numbers_belong_to_nobody(seen: dict[Path, Seen]) -> None:
    numbers = {number for sheet in seen.values() for number in sheet.identity_numbers}
    assert len(numbers) > 1000
    assert all(number.startswith("9900") for number in numbers)
    wrong = {number for number in numbers if check_digit(number[:17]) != number[-1]}
    assert wrong == {bad.value for bad in MISTAKES.bad_rows if bad.reason_code == "bad_person_id"}


@pytest.mark.parametrize("bad", MISTAKES.bad_rows, ids=lambda bad: f"{bad.file}-{bad.row}")
def test_bad_row_stands_where_it_is_listed(landing: Path, bad: BadRow) -> None:
    sheet = cells(landing / bad.sender / bad.file, bad.sheet)
    row, above = sheet[bad.row - 1], sheet[bad.row - 2]
    if bad.copy_of is not None:
        assert row == sheet[bad.copy_of - 1]
    elif bad.value is None:
        assert bad.reason_code == "missing_required"
        assert sum(value == "" for value in row) > 0
        assert sum(value == "" for value in row) >= sum(value == "" for value in above)
    else:
        assert bad.value in row


@pytest.mark.parametrize("wrong", MISTAKES.wrong_figures, ids=lambda wrong: wrong.file)
def test_wrong_total_differs_from_its_sum(landing: Path, wrong: WrongFigure) -> None:
    *rows, total = cells(landing / wrong.sender / wrong.file, wrong.sheet)
    assert len(rows) + 1 == wrong.row
    assert "合计" in total
    numbers = [str(value).removesuffix(".0") for value in total]
    place = numbers.index(str(wrong.printed))
    summed = sum(float(str(row[place])) for row in rows[3:] if re.fullmatch(r"[\d.]+", str(row[place])))
    assert summed == wrong.right != wrong.printed


@pytest.mark.parametrize("odd", MISTAKES.suspicious, ids=lambda odd: odd.check)
def test_what_is_hard_to_believe_stands_where_it_is_listed(landing: Path, odd: Suspicious) -> None:
    row = cells(landing / odd.sender / odd.file, odd.sheet)[odd.row - 1]
    assert str(odd.value) in [str(value).removesuffix(".0") for value in row]


def test_mistakes_are_few_and_of_every_kind() -> None:
    assert len(MISTAKES.wrong_figures) == 5
    assert 15 <= len(MISTAKES.bad_rows) <= 25
    assert {bad.reason_code for bad in MISTAKES.bad_rows} == {
        "missing_required", "bad_type", "not_in_code_list", "unknown_unit", "bad_person_id", "duplicate_key",
    }  # fmt: skip


def test_late_missing_and_zero_reports_of_danghu(landing: Path) -> None:
    late = envelope(landing / "330482001022" / "北河溇社区2018年3月入户走访登记表.xlsx")["received_at"]
    assert "2018-04-10" < late < "2018-05-01"
    missing = [path.name for path in files(landing / "330482001020")]
    assert not [name for name in missing if "2018年5月入户" in name or "2018年6月入户" in name]
    assert not [name for name in missing if "2018年第一季度社区工作者" in name]
    zero = cells(landing / "330482001036" / "三港新城社区2018年2月入户走访登记表.csv")
    assert len(zero) == 3
    assert "零报告" in str(zero[1])


def test_danghus_monthly_files_arrive_within_ten_days_but_for_the_late_community(landing: Path) -> None:
    monthly = re.compile(r"(\d{4})年(\d{1,2})月(?:三会一课|入户走访)")
    waited = {}
    for path in files(landing):
        if path.parent.name.startswith("330482001") and (found := monthly.search(path.name)):
            year, month = map(int, found.groups())
            ended = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            waited[path] = (datetime.fromisoformat(envelope(path)["received_at"]).date() - ended).days
    late = {path for path, days in waited.items() if days > 10}
    assert {path.parent.name for path in late} == {"330482001022"}
    assert sum(path.parent.name == "330482001" for path in waited) == 2 * 30


def test_who_opened_no_point_in_a_quarter_says_so(landing: Path) -> None:
    form = "站点建设情况表"
    quiet = [path for path in files(landing) if form in path.name and path.parent.name != "330482001"]
    assert len(quiet) < 60
    for path in quiet:
        above, name = cells(path)[:3], path.name.removesuffix(path.suffix)
        assert "零报告" in str(above[1])
        street = landing / "330482001" / f"当湖街道{name[name.index('20') :]}.xlsx"
        assert path.name[: name.index("20")] not in {value for row in cells(street)[3:] for value in row}
