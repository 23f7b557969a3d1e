"""The form in which bad cells are mended: a box beside each, and for each bad row whether it is left out.

Belongs here: the widgets. Does not belong here: what is done with what was written (hand_in.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboards import queries
from dashboards.queries import deliveries as reports
from dashboards.state import View
from pipelines.product.upload import BadCell, Place, Row

# Cells mended in one go; the rest comes when these are done.
AT_ONCE = 30


def show(view: View, cells: Sequence[BadCell], key: str) -> tuple[dict[Place, str], set[Row]] | None:
    """One line a cell: where it is and what is wrong, beside it the box; gives what was changed when it is sent.

    A row is asked about once; one whose cells cannot be mended here can still be left out.
    """
    tr = view.tr
    goes = {cell.row: cell for cell in reversed(cells) if cell.row_can_go}
    listed = [cell for cell in cells if cell.obstacle is None or goes.get(cell.row) is cell]
    if not listed:
        return None
    texts: dict[Place, str] = {}
    left_out: set[Row] = set()
    with st.form(f"mend:{key}", border=False):
        for number, cell in enumerate(listed[:AT_ONCE]):
            said, box = st.columns([3, 2], vertical_alignment="center", gap="small")
            said.html(_bad_cell(view, cell))
            with box:
                if cell.obstacle is None:
                    texts[cell.place] = _box(view, cell, f"mend:{key}:{number}")
                asked = tr("upload.leave_out", row=cell.finding.row_number)
                if goes.get(cell.row) is cell and st.checkbox(asked, key=f"leave:{key}:{number}"):
                    left_out.add(cell.row)
        if len(listed) > AT_ONCE:
            st.html(f'<p class="note">{escape(tr("upload.more_cells", count=len(listed) - AT_ONCE))}</p>')
        if not st.form_submit_button(tr("upload.judge_again"), type="primary"):
            return None
    before = {cell.place: cell.text for cell in listed}
    return {place: text for place, text in texts.items() if text.strip() != before[place]}, left_out


def _box(view: View, cell: BadCell, key: str) -> str:
    """A list where a column takes certain words or a unit, else a line to write in; what stands there stands in it."""
    label = f"{cell.finding.header} {cell.finding.cell}"
    names = {word: word for word in cell.choices}
    if cell.names_unit:
        units = queries.units(view.jurisdiction.jurisdiction_id)
        below = reports.codes_below(view.unit.unit_id)
        names = {code: name for code, name in zip(units["code"], units["name"], strict=True) if code in below}
    if not names:
        return st.text_input(label, cell.text, key=key, label_visibility="collapsed", max_chars=500)
    chosen = st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=view.tr("upload.choose"),
        label_visibility="collapsed",
        filter_mode="contains",
    )
    return chosen or cell.text


def _bad_cell(view: View, cell: BadCell) -> str:
    tr, found = view.tr, cell.finding
    where = tr("upload.where", sheet=found.sheet, row=found.row_number, header=found.header, cell=found.cell)
    value = cell.text or tr("upload.empty")
    reason = found.reason_zh if view.lang == "zh" else found.reason_en
    return (
        f'<div class="bad-cell"><p class="where"><b>{escape(where)}</b> <q>{escape(value)}</q></p>'
        f"<p>{escape(reason)}</p></div>"
    )
