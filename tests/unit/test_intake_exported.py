"""What systems export and call xls: web pages, and workbooks written as one XML file."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import mkdtemp

import pytest
from intake_samples import read

from pipelines.errors import LinliError
from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Merge

HOME = Path(mkdtemp())


def refused_as(content: bytes) -> str:
    with pytest.raises(LinliError) as caught:
        read(content, HOME, "系统导出.xls")
    return caught.value.code


WEB_PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>导出</title>
<style>td{}</style></head><body>
<h3>2017年3月走访&nbsp;登记表</h3>
<table border=1><caption>单位：</caption>
<tr><th rowspan=2>走访日期<th rowspan="2">户编号</th><th colspan=2>走访情况</th></tr>
<tr><th>走访<br>人工号</th><th>走访事由</th></tr>
<tr><td>2017-03-14<td> SF-1 </td><td>SF003</td><td><p>慰问</p><p>张&lt;　三</p></td></tr>
<tr><td>2017-03-15</td><td>SF-2</td><td>SF003</td></tr></table><p>制表人：演示</p></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_web_page_that_calls_itself_xls_is_read_as_excel_shows_it(encoding: str) -> None:
    (grid,) = read_grids(io.BytesIO(WEB_PAGE.encode(encoding)), "系统导出.xls")
    assert grid.sheet == "系统导出"
    assert grid.rows(0, 99) == [
        ("2017年3月走访\xa0登记表", None, None, None),
        ("单位：", None, None, None),
        ("走访日期", "户编号", "走访情况", None),
        (None, None, "走访\n人工号", "走访事由"),
        ("2017-03-14", "SF-1", "SF003", "慰问\n张<　三"),
        ("2017-03-15", "SF-2", "SF003", None),
        ("制表人：演示", None, None, None),
    ]
    assert grid.merges == (Merge(2, 0, 3, 0), Merge(2, 1, 3, 1), Merge(2, 2, 2, 3))
    found = read(WEB_PAGE.encode(encoding), HOME, "系统导出.xls")["visits"]
    assert [row["household_no"] for row in found] == ["SF-1", "SF-2"]


def test_a_web_page_that_would_fill_the_memory_is_refused() -> None:
    assert refused_as(b"<table><tr><td colspan=99999>1</table>") == "too_big"
    within = b"<table><tr>" + b"<td>1" * 400 + b"<tr><td>" * 100_001 + b"</table>"
    assert refused_as(within) == "too_big"


XML_WORKBOOK = """<?xml version="1.0" encoding="{}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40" xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="走访"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">2017年3月走访登记表</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">走访日期</Data></Cell><Cell><Data ss:Type="String">户编号</Data></Cell>
<Cell><Data ss:Type="String">走访人工号</Data><Comment><ss:Data ss:Type="String">如 SF003</ss:Data></Comment></Cell>
</Row>
<Row><Cell><Data ss:Type="DateTime">2017-03-14T00:00:00.000</Data></Cell>
<Cell><ss:Data ss:Type="String">SF<html:B>-1</html:B></ss:Data></Cell>
<Cell><Data ss:Type="String">SF003</Data></Cell></Row>
<Row><Cell><Data ss:Type="Number">42809</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">SF003</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="代码"><Table><Row><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="空"/></Workbook>"""


@pytest.mark.parametrize(("encoding", "called"), [("utf-8", "UTF-8"), ("gb18030", "GB2312"), ("utf-16", "UTF-16")])
def test_a_workbook_written_as_xml_is_read_as_excel_shows_it(encoding: str, called: str) -> None:
    content = XML_WORKBOOK.format(called).encode(encoding)
    visits, codes_of = read_grids(io.BytesIO(content), "系统导出.xls")
    assert (visits.sheet, visits.hidden, codes_of.sheet, codes_of.hidden) == ("走访", False, "代码", True)
    assert visits.rows(0, 99) == [
        ("2017年3月走访登记表", None, None),
        (None, None, None),
        ("走访日期", "户编号", "走访人工号"),
        ("2017-03-14", "SF-1", "SF003"),
        ("42809", None, "SF003"),
    ]
    assert visits.merges == (Merge(0, 0, 0, 2),)
    assert codes_of.rows(0, 9) == [("TRUE",)]
    assert [row["row_number"] for row in read(content, HOME, "系统导出.xls")["visits"]] == [4, 5]


def test_a_workbook_written_as_xml_that_is_cut_off_or_would_fill_the_memory_is_refused() -> None:
    whole = XML_WORKBOOK.format("UTF-8").encode()
    assert refused_as(whole[:-30]) == "unreadable"
    assert refused_as(whole.replace(b"<Workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><Workbook', 1)) == "unreadable"
    assert refused_as(whole.replace(b'ss:Index="3"><Cell>', b'ss:Index="1048577"><Cell>', 1)) == "unreadable"
    far = whole.replace(b'ss:Index="3"><Cell>', b'ss:Index="900000"><Cell>', 1)
    assert refused_as(far.replace(b'MergeAcross="2"', b'MergeAcross="99"', 1)) == "too_big"
    assert refused_as(whole.replace(b'MergeAcross="2"', b'MergeAcross="99999"', 1)) == "too_big"
