"""Handing a file in: dropped, judged at once, mended cell by cell, delivered by one button.

Belongs here: the widgets and what they say. Does not belong here: the form to mend in (mending_form.py), judging,
mending, delivering (pipelines/product/upload.py), what became of it afterwards (received.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import streamlit as st

from dashboards import markup, mending_form, queries
from dashboards.queries import deliveries as reports
from dashboards.state import View
from pipelines.errors import LinliError
from pipelines.product.datasets import dataset_names
from pipelines.product.status import DELIVERIES as CAME
from pipelines.product.upload import MOST_MIB, BadCell, Judged, Place, Row, Upload, deliver, judge, marked, mend
from pipelines.settings import home

_STATE = "upload"


@dataclass(frozen=True)
class _State:
    """The file that lies on the page: as judged last, how often it was mended, whether it was handed in."""

    file_id: str
    judged: Judged
    round: int = 0
    delivered: str | None = None
    remark: str | None = None


@st.fragment
def panel(view: View) -> None:
    """The field to drop a file on, and all that follows for that file; judging it leaves the rest of the page alone."""
    tr = view.tr
    with st.container(key="panel_upload"):
        title = tr("upload.title", unit=view.unit_name())
        st.html(f"<h2>{escape(title)}</h2><p class='note'>{escape(tr('upload.note', size=MOST_MIB))}</p>")
        file = st.file_uploader(
            title,
            key=f"upload:{view.unit.code}",
            max_upload_size=MOST_MIB,
            label_visibility="collapsed",
        )
        if file is None:
            st.session_state.pop(_STATE, None)
            return
        state: _State | None = st.session_state.get(_STATE)
        if state is None or state.file_id != file.file_id:
            with st.spinner(tr("upload.judging")):
                state = _State(file.file_id, judge(home(), Upload(view.unit.code, file.name, file.getvalue())))
            _keep(state)
        _outcome(view, state)


def _keep(state: _State) -> None:
    st.session_state[_STATE] = state


def _outcome(view: View, state: _State) -> None:
    tr, judged = view.tr, state.judged
    if state.delivered is not None:
        st.html(_receipt(view, state))
        return
    refusal = judged.check.refusal
    if refusal is not None:
        text = refusal.zh if view.lang == "zh" else refusal.en
        st.html(_said("bad", tr("upload.refused", file=judged.upload.name), text))
        return
    st.html(_summary(view, judged) + _notes(view, judged))
    elsewhere = [cell for cell in judged.cells if cell.obstacle is not None]
    told = mending_form.show(view, judged.cells, f"{state.file_id}:{state.round}")
    if told is not None:
        _judge_again(view, state, *told)
    if elsewhere:
        st.html(_elsewhere(view, elsewhere))
    _finish(view, state)


def _summary(view: View, judged: Judged) -> str:
    """What the file was taken for, and how many of its rows would count."""
    tr, check = view.tr, judged.check
    names = dataset_names(view.lang)
    datasets = tr("due.joint").join(names.get(one, one) for one in check.datasets)
    counts = {"read": check.rows_read, "accepted": judged.rows_accepted, "cells": len(judged.cells)}
    said = {"dataset": datasets, "counted": _counted(view, judged)}
    text = tr("upload.found_text" if judged.cells else "upload.clean_text", **counts)
    title = tr("upload.found" if judged.cells else "upload.clean", **said)
    return _said("warn" if judged.cells else "good", title, text)


def _counted(view: View, judged: Judged) -> str:
    """Whom the rows would count for; empty where none would, or for nobody known."""
    found = judged.check.unit_ids
    units = queries.units(view.jurisdiction.jurisdiction_id)
    names = dict(zip(units["unit_id"], units["name"], strict=True))
    if len(found) == 1 and found[0] in names:
        return view.tr("upload.for_unit", unit=view.unit_name(found[0], names[found[0]]))
    return view.tr("upload.for_units", count=len(found)) if len(found) > 1 else ""


def _notes(view: View, judged: Judged) -> str:
    items = "".join(f"<li>{escape(note.zh if view.lang == 'zh' else note.en)}</li>" for note in judged.check.notes)
    return f'<ul class="remarks" aria-label="{escape(view.tr("upload.notes"))}">{items}</ul>' if items else ""


def _judge_again(view: View, state: _State, texts: dict[Place, str], left_out: set[Row]) -> None:
    tr = view.tr
    if not texts and not left_out:
        _keep(replace(state, remark=tr("upload.unchanged")))
        st.rerun()
    with st.spinner(tr("upload.judging")):
        try:
            judged = judge(home(), mend(state.judged.upload, texts, left_out))
        except LinliError as error:
            _keep(replace(state, remark=error.zh if view.lang == "zh" else error.en))
            st.rerun()
    if judged.check.refusal is not None:
        # The file as it was stays on the page: what was written into a cell must not cost the clerk the rest.
        refusal = judged.check.refusal
        _keep(replace(state, remark=refusal.zh if view.lang == "zh" else refusal.en))
    else:
        _keep(_State(state.file_id, judged, state.round + 1))
    st.rerun()


def _elsewhere(view: View, cells: list[BadCell]) -> str:
    """The cells that only the sender's own workbook can mend, and why."""
    tr, lang = view.tr, view.lang
    heads = [tr(f"upload.head_{name}") for name in ("place", "header", "value", "wrong", "why_not")]
    rows = [
        [
            escape(text)
            for text in (
                f"{cell.finding.sheet} {cell.finding.cell}",
                cell.finding.header,
                cell.text or tr("upload.empty"),
                cell.finding.reason_zh if lang == "zh" else cell.finding.reason_en,
                tr(f"upload.obstacle_{cell.obstacle}"),
            )
        ]
        for cell in cells[: mending_form.AT_ONCE]
    ]
    title = tr("upload.elsewhere", count=len(cells))
    return f'<h3 class="part">{escape(title)}</h3>{markup.table(heads, rows, title, kind="wrapped")}'


def _finish(view: View, state: _State) -> None:
    """Hand in what can count; take the marked workbook home for the rest."""
    tr, judged = view.tr, state.judged
    with st.container(horizontal=True, vertical_alignment="center"):
        if judged.cells and judged.can_be_written:
            stem = Path(judged.upload.name).stem
            st.download_button(
                tr("upload.marked"),
                lambda: marked(judged),
                tr("upload.marked_file", stem=stem),
                key=f"marked:{state.file_id}:{state.round}",
                on_click="ignore",
            )
        pressed = False
        if not judged.cells:
            pressed = st.button(tr("upload.deliver"), type="primary", key="deliver")
        elif judged.rows_accepted:
            label = tr("upload.deliver_part", accepted=judged.rows_accepted, rejected=judged.check.rows_rejected)
            pressed = st.button(label, key="deliver")
        if pressed:
            _deliver(view, state)
    if state.remark:
        st.html(f'<p class="remark" role="status">{escape(state.remark)}</p>')


def _deliver(view: View, state: _State) -> None:
    try:
        path = deliver(home(), state.judged.upload)
    except LinliError as error:
        _keep(replace(state, remark=error.zh if view.lang == "zh" else error.en))
    else:
        _keep(replace(state, delivered=path.name, remark=None))
    st.rerun()


def _receipt(view: View, state: _State) -> str:
    """Say that it was received; once the run has taken it, what came of it."""
    tr, upload = view.tr, state.judged.upload
    came = reports.came_of(upload.sha256, upload.unit_code)
    title = tr("upload.received", file=state.delivered)
    another = f'<p class="note">{escape(tr("upload.another"))}</p>'
    if not len(came):
        return _said("good", title, tr("upload.received_text", rows=state.judged.check.rows_read)) + another
    names = dataset_names(view.lang)
    told = "".join(
        f"<li>{escape(names.get(one['dataset'], tr('received.no_dataset')))} "
        f"{markup.pill(CAME[one['status']], view.lang)} "
        f"{escape(tr('upload.came', accepted=one['rows_accepted'], rejected=one['rows_rejected']))}</li>"
        for one in came.to_dict("records")
    )
    return _said("good", title, tr("upload.published_text")) + f'<ul class="remarks">{told}</ul>{another}'


def _said(colour: str, title: str, text: str) -> str:
    """A block that says one thing: icon, heading, text."""
    icon = {"good": "✓", "warn": "!", "bad": "✕"}[colour]
    return (
        f'<div class="said {colour}" role="status"><i aria-hidden="true">{icon}</i>'
        f"<div><b>{escape(title)}</b><p>{escape(text)}</p></div></div>"
    )
