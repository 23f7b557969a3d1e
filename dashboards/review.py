"""Review and closing, where a jurisdiction has switched them on: what waits, which periods are closed, the decisions.

Belongs here: showing the state and the forms. Does not belong here: what may be decided (pipelines/product/reviewing.py
and behind it the same rules as `linli review` and `linli close`).
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboards import markup
from dashboards.state import View
from pipelines.errors import LinliError
from pipelines.product import format as fmt
from pipelines.product.datasets import dataset_names
from pipelines.product.reviewing import Reviewing, close, decide, reviewing
from pipelines.settings import home

_REMARK = "review_remark"


def panel(view: View) -> None:
    """Where review stands for the open unit; nothing where it is not switched on."""
    found = reviewing(home(), view.unit.code)
    if found is None:
        return
    with st.container(key="panel_review"):
        st.html(_state(view, found))
        if found.decides:
            if found.submitted:
                _decisions(view, found)
            if view.period.period_type != "week":
                _closing(view, found)
        if remark := st.session_state.pop(_REMARK, None):
            st.html(f'<p class="remark" role="status">{escape(remark)}</p>')


def _state(view: View, found: Reviewing) -> str:
    tr, lang = view.tr, view.lang
    names = dataset_names(lang)
    rows = [
        [escape(text) for text in (one.file_name, names.get(one.dataset, one.dataset), one.sender_code)]
        + [escape(fmt.moment(one.received_at, lang)), fmt.rounded(one.rows_read, 0)]
        for one in found.submitted
    ]
    title = tr("review.title", count=len(rows))
    heads = [tr(f"received.head_{name}") for name in ("file", "dataset", "sender", "received_at", "rows")]
    table = markup.table(heads, rows, title, numeric=(4,), kind="wrapped") if rows else ""
    closed = "".join(
        f"<li>{escape(tr('review.closed', unit=one.unit_code, period=one.period, who=one.who, why=one.why))} "
        f"<small>{escape(fmt.moment(one.at, lang))}</small></li>"
        for one in found.closings
    )
    note = tr("review.note" if found.decides else "review.sender_note")
    return f'<h2>{escape(title)}</h2><p class="note">{escape(note)}</p>{table}' + (
        f'<ul class="remarks">{closed}</ul>' if closed else ""
    )


def _decisions(view: View, found: Reviewing) -> None:
    """Approve or return one delivery, with a remark and a name."""
    tr = view.tr
    by_id = {one.delivery_id: one for one in found.submitted}
    with st.form("review", border=False):
        chosen = st.selectbox(
            tr("review.which"), list(by_id), format_func=lambda one: f"{by_id[one].sender_code} {by_id[one].file_name}"
        )
        remark, who = st.columns(2)
        said = remark.text_input(tr("review.remark"), max_chars=500)
        name = who.text_input(tr("review.who"), max_chars=50)
        with st.container(horizontal=True):
            approved = st.form_submit_button(tr("review.approve"), type="primary")
            returned = st.form_submit_button(tr("review.return"))
    if approved:
        done = tr("review.approved", file=by_id[chosen].file_name)
        _tell(view, lambda: decide(home(), [chosen], "approved", name, said), done)
    if returned:
        done = tr("review.returned", file=by_id[chosen].file_name)
        _tell(view, lambda: decide(home(), [chosen], "returned", name, said), done)


def _closing(view: View, found: Reviewing) -> None:
    """Close the open period of the open unit, or reopen it."""
    tr, unit, period = view.tr, view.unit.code, view.period.label
    is_closed = (unit, period) in {(one.unit_code, one.period) for one in found.closings}
    named = {"unit": view.unit_name(), "period": view.period.name(view.lang)}
    with st.form("closing", border=False):
        why, who = st.columns(2)
        said = why.text_input(tr("review.why"), max_chars=500)
        name = who.text_input(tr("review.who"), max_chars=50)
        label = tr("review.reopen" if is_closed else "review.close", period=named["period"])
        if st.form_submit_button(label):
            done = tr("review.reopened" if is_closed else "review.closed_now", **named)
            _tell(view, lambda: close(home(), unit, period, name, said, reopen=is_closed), done)


def _tell(view: View, act: Callable[[], None], done: str) -> None:
    """Record a decision and say so; what stands against it is said as well."""
    try:
        act()
        st.session_state[_REMARK] = done
    except LinliError as error:
        st.session_state[_REMARK] = error.zh if view.lang == "zh" else error.en
    st.rerun()
