"""File formats and encodings, and the round trip: what is written in any supported shape is read back equal."""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_samples import VISIT_HEADER, csv_bytes, read, xls, xlsx

from pipelines.errors import LinliError
from pipelines.intake import encodings
from pipelines.intake.delimited import read_delimited
from pipelines.intake.encodings import as_utf8

VISIT = ["2017-03-14", "SF-1", "SF003", "慰问"]
HOME = Path(mkdtemp())
KEPT = ("visited_on", "household_no", "staff_no")


def codes(content: bytes, name: str = "表.csv") -> str:
    with pytest.raises(LinliError) as caught:
        read(content, HOME, name)
    return caught.value.code


def columns_of(content: bytes) -> list[Any]:
    return read_delimited(io.BytesIO(content), "a")[0].columns


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("name", "delimiter"), [("表.csv", ","), ("表.tsv", "\t"), ("表.txt", ";")])
def test_encodings_and_delimiters(encoding: str, name: str, delimiter: str) -> None:
    rows = [VISIT_HEADER, VISIT, ["2017-03-15", "䶮-2", "㐂003", "备注"]]
    found = read(csv_bytes(rows, encoding, delimiter), HOME, name)["visits"]
    assert [row["household_no"] for row in found] == ["SF-1", "䶮-2"]


@pytest.mark.parametrize(
    "content", [b"\x81\xff\xfe,\xff\n", "走访日期,户编号\n".encode("utf-16-le"), b"\xef\xbb\xbf\xff\xff"]
)
def test_what_no_strict_encoding_reads_is_refused(content: bytes) -> None:
    with pytest.raises(LinliError) as caught:
        as_utf8(io.BytesIO(content))
    assert caught.value.code == "bad_encoding"


@given(st.lists(st.sampled_from([b"a", "社".encode(), "😀".encode(), b"\xe4\xb8", b"\xed\xa0\x80", b"\xc0\x80"])))
def test_utf8_is_as_strict_as_pythons_wherever_a_piece_ends(parts: list[bytes]) -> None:
    content = b"".join(parts)
    for size in range(1, 6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(encodings, "_PIECE", size)
            assert (as_utf8_or_none(content) == content) is is_utf8(content)


def as_utf8_or_none(content: bytes) -> bytes | None:
    stream = io.BytesIO(content)
    try:
        text = as_utf8(stream)
    except LinliError:
        return None
    return text.read() if text is stream else None


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_row_numbers_are_those_the_clerk_sees() -> None:
    text = "走访日期,户编号,走访人工号,走访事由\n\n2017-03-14,SF-1,SF003,\n,,,\n2017-03-15,SF-2,SF003,x\n"
    quoted = text.replace("x", '"两\n行"') + "2017-03-16,SF-3,SF003,y\n"
    assert [row["row_number"] for row in read(text.encode(), HOME, "a.csv")["visits"]] == [3, 5]
    assert [row["row_number"] for row in read(quoted.encode(), HOME, "a.csv")["visits"]] == [3, 5, 6]
    long = text.splitlines()[0] + "\r\n" + "2017-03-14,SF-1,SF003,\r\n\r\n" * 200
    assert [row["row_number"] for row in read(long.encode(), HOME, "a.csv")["visits"]] == list(range(2, 402, 2))


def test_the_careful_reader_and_arrow_agree() -> None:
    rows = [
        ["标题"],
        VISIT_HEADER,
        *([f"2017-03-{day % 28 + 1:02d}", f" SF-{day} ", "SF003", ""] for day in range(500)),
    ]
    plain = [column.to_pylist() for column in columns_of(csv_bytes([r + [""] * (4 - len(r)) for r in rows]))]
    ragged = [column.to_pylist() for column in columns_of(csv_bytes(rows))]
    quoted = columns_of(csv_bytes(rows, quoting=1))
    assert plain == ragged == [column.to_pylist() for column in quoted]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('2017-03-14,SF-1,SF003,"慰问', "bad_quotes"),
        ('2017-03-14,"SF"-1,SF003,慰问', "bad_quotes"),
        ("2017-03-14,SF-1,SF003,慰问,送米", "ragged_row"),
    ],
)
def test_text_that_splits_wrongly_is_refused(line: str, code: str) -> None:
    head = ",".join(VISIT_HEADER)
    good = "2017-03-15,SF-2,SF003,慰问"
    for before in (1, 100):
        assert codes("\n".join([head, *[good] * before, line, good]).encode()) == code


def test_workbooks_are_known_by_their_bytes() -> None:
    rows = [VISIT_HEADER, VISIT]
    assert len(read(xlsx(rows), HOME, "名字.csv")["visits"]) == 1
    assert len(read(xls(rows), HOME, "名字.et")["visits"]) == 1
    assert len(read(csv_bytes(rows, "gb18030"), HOME, "系统导出.xls")["visits"]) == 1


def test_ods() -> None:
    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in (VISIT_HEADER, VISIT))
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="走访">{rows}'
    )
    content += "</table:table></office:spreadsheet></office:body></office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    assert read(stream.getvalue(), HOME, "a.ods")["visits"][0]["sheet"] == "走访"


def test_damaged_protected_and_foreign_files_are_refused() -> None:
    whole = xlsx([VISIT_HEADER, VISIT])
    assert codes(whole[: len(whole) // 2]) == "unreadable"
    assert codes(xls([VISIT_HEADER, VISIT])[:2000]) == "unreadable"
    protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert codes(protected) == "password_protected"
    assert codes("<html><body>登录超时，请重新登录</body></html>".encode(), "系统导出.xls") == "unreadable"
    assert codes(b"\xff\xd8\xff\xe0\x00\x10JFIF", "照片.xlsx") == "unreadable"
    assert codes(b'<?xml version="1.0"?><Workbook><Worksheet/></Workbook>', "系统导出.xls") == "unreadable"
    assert codes(b"   \n  \n") == "empty"
    assert codes(xlsx([])) == "empty"
    assert codes(bytes(range(256)) * 4, "图片.png") == "bad_encoding"


CELL = st.text(
    st.characters(codec="gb18030", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Co", "Cn", "Cf"]),
    min_size=1,
    max_size=8,
).map(lambda text: "V" + text)
TABLE = st.lists(st.tuples(CELL, CELL, CELL, st.none() | CELL), min_size=1, max_size=70)


@settings(max_examples=60, deadline=None)
@given(TABLE, st.sampled_from(["utf-8", "gb18030", "tsv", "xlsx", "xls", "html"]), st.booleans())
def test_a_table_comes_back_equal_in_any_shape(rows: list[tuple[str | None, ...]], shape: str, title: bool) -> None:
    sheet = [*([["2017年3月登记表", None, None, None]] if title else []), VISIT_HEADER, *rows]
    if shape in ("xlsx", "xls"):
        content = xlsx(sheet) if shape == "xlsx" else xls(sheet)
    elif shape == "html":
        lines = ("".join(f"<td>{escape(text or '')}</td>" for text in row) for row in sheet)
        content = f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>".encode()
    else:
        content = csv_bytes(sheet, "utf-8" if shape == "tsv" else shape, "\t" if shape == "tsv" else ",")
    found = read(content, HOME)["visits"]
    assert [tuple(row[name] for name in KEPT) for row in found] == [row[:3] for row in rows]
    assert [row["row_number"] for row in found] == [number + 2 + title for number in range(len(rows))]
