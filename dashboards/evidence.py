"""The rows behind a value: both sides in tabs, a page at a time, all of them to download.

Belongs here: showing what pipelines/product/explain.py found. Does not belong here: which rows count.
"""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import markup, paging, reading
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.evidence import Row
from pipelines.product.explain import Explanation, Side
from pipelines.product.harmless import harmless

PAGE_ROWS = 10
DOWNLOAD_ROWS = 20_000


def section(view: View, opened: Detail, key: str) -> None:
    """Draw numerator and denominator with their rows; turning a page runs this part only."""

    @st.fragment
    def rows() -> None:
        place_key = f"rows:{key}:{opened}"
        place = st.session_state.get(place_key, 0)
        story = reading.explained(
            opened.indicator_id, opened.unit, opened.period, limit=PAGE_ROWS, offset=place * PAGE_ROWS
        )
        sides = [side for side in (story.numerator, story.denominator) if side]
        names = [view.tr("rows.numerator"), view.tr("rows.denominator")]
        if len(sides) == 1:
            names = [view.tr("rows.count")]
        titles = [f"{name} · {side.measure.name(view.lang)}" for name, side in zip(names, sides, strict=False)]
        for tab, side in zip(st.tabs(titles), sides, strict=True):
            with tab:
                _side(view, side)
        most = max(side.rows.total for side in sides)
        paging.turn(view, place, -(-most // PAGE_ROWS), place_key)
        st.download_button(
            view.tr("rows.download"),
            lambda: _csv(opened),
            f"{opened.indicator_id}_{opened.unit}_{opened.period}.csv",
            "text/csv",
            key=f"download:{place_key}",
            on_click="ignore",
        )

    rows()


def _side(view: View, side: Side) -> None:
    tr, lang = view.tr, view.lang
    lines = [
        tr(
            f"rows.{side.measure.kind}",
            total=fmt.rounded(side.rows.total, 0),
            sum=fmt.exact(side.rows.recounted, side.measure.unit, lang),
            period=side.period.name(lang),
            at_least=fmt.rounded(side.measure.at_least or 0, 2),
        )
    ]
    if side.benchmark:
        lines.append(tr("rows.benchmark", benchmark=tr(f"benchmark.{side.benchmark}"), year=side.benchmark_year))
    if side.left_out:
        lines.append(tr("rows.left_out", count=len(side.left_out)))
    heads = [tr(f"rows.head_{name}") for name in ("unit", "file", "sheet", "row", "day", "amount")]
    body = [_row(view, row, side) for row in side.rows.page]
    if side.rows.total and not body:
        lines.append(tr("rows.ended"))
    table = markup.table(heads, body, side.measure.name(lang), numeric=(3, 5), kind="rows") if body else ""
    st.html("".join(f'<p class="note">{escape(line)}</p>' for line in lines) + table)


def _row(view: View, row: Row, side: Side) -> list[str]:
    lang = view.lang
    days = fmt.day(row.from_day, lang)
    if side.measure.kind == "stock":
        days = view.tr("rows.since", day=days)
    file, sheet, number = row.file_name or "", row.sheet or "", str(row.row_number or "")
    if row.second_file_name:
        file += f" + {row.second_file_name}"
        sheet += f" + {row.second_sheet or ''}"
        number += f" + {row.second_row_number}"
    amount = fmt.exact(row.amount, side.measure.unit, lang) if side.measure.amount_column else (row.counted_key or "")
    return [escape(text) for text in (row.unit_name, file, sheet, number, days, amount)]


def _csv(opened: Detail) -> bytes:
    """All rows of both sides, up to a limit, as a csv that Excel opens in Chinese."""
    story = reading.told(opened.indicator_id, opened.unit, opened.period, limit=DOWNLOAD_ROWS, offset=0)
    # What senders wrote must not run when somebody opens the file in a spreadsheet.
    frame = _as_frame(story).map(lambda cell: harmless(cell) if isinstance(cell, str) else cell)
    return frame.to_csv(index=False).encode("utf-8-sig")


def _as_frame(story: Explanation) -> pd.DataFrame:
    sides = (("numerator", story.numerator), ("denominator", story.denominator))
    return pd.DataFrame(
        [
            {"side": name, "measure": side.measure.measure_id, **vars(row)}
            for name, side in sides
            if side
            for row in side.rows.page
        ]
    )
