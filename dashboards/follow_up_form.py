"""The form by which one gap is assigned, given a day, noted and closed; it hands a delivery in and writes nothing else.

Belongs here: the dialog and its fields. Does not belong here: the file it makes (pipelines/product/follow_up.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboards import markup, reading
from dashboards.state import View
from dashboards.worklist import Waiting, gap_words
from pipelines.errors import LinliError
from pipelines.product.follow_up import FollowUp, hand_in_follow_up, waiting
from pipelines.product.status import FOLLOW_UPS
from pipelines.product.worklist import Gap
from pipelines.settings import home

_MOST_WORDS = 500
_SENT = "follow_ups_sent"


def handed_in() -> Waiting:
    """The follow-ups that wait for a run, and this reader's own while the run that takes them in has not published."""
    version = reading.published_version()
    sent: dict[tuple[str, str], tuple[str, FollowUp]] = st.session_state.get(_SENT, {})
    own = {key: said for key, (published, said) in sent.items() if published == version}
    return own | waiting(home())


def show(view: View, gaps: Sequence[Gap]) -> None:
    """Open the form for the gap the address names."""
    asked = view.own.get("follow", "").split("~")
    gap = next((gap for gap in gaps if [gap.code, gap.clause_id] == asked), None)
    if gap is None or view.detail:
        return
    tr = view.tr

    @st.dialog(tr("follow_up.title"), width="medium", on_dismiss=_close)
    def dialog() -> None:
        name = view.unit_name(gap.unit_id, gap.unit_name)
        summary = gap.summary if view.lang == "zh" else gap.summary_en
        inner = " · ".join((name, *gap_words(view, gap)))
        st.html(f'<p class="over">{escape(inner)}</p><p>{escape(summary)}</p>')
        if sent := st.session_state.get(_key(view, gap)):
            _sent(view, sent)
        else:
            _fields(view, gap)

    dialog()


def _fields(view: View, gap: Gap) -> None:
    tr = view.tr
    known = handed_in().get((gap.code, gap.clause_id))
    last = known or FollowUp(
        gap.code,
        gap.clause_id,
        view.jurisdiction.as_of,
        gap.state,
        gap.promised_on,
        gap.assigned_to or "",
        gap.remark or "",
    )
    with st.form(f"follow:{gap.code}:{gap.clause_id}", border=False):
        states = list(FOLLOW_UPS)
        state = st.selectbox(
            tr("follow_up.state"),
            states,
            index=states.index(last.state),
            format_func=lambda name: tr(f"follow_up.{name}"),
        )
        assigned = st.text_input(
            tr("follow_up.assigned"), last.assigned_to, max_chars=60, placeholder=tr("follow_up.assigned_hint")
        )
        promised = st.date_input(tr("follow_up.promised"), last.promised_on, format="YYYY-MM-DD")
        remark = st.text_area(
            tr("follow_up.remark"), last.remark, max_chars=_MOST_WORDS, placeholder=tr("follow_up.remark_hint")
        )
        st.html(f'<p class="note">{escape(tr("follow_up.note"))}</p>')
        if st.form_submit_button(tr("follow_up.send"), type="primary"):
            said = FollowUp(gap.code, gap.clause_id, view.jurisdiction.as_of, state, promised or None, assigned, remark)
            _hand_in(view, gap, said)


def _hand_in(view: View, gap: Gap, said: FollowUp) -> None:
    try:
        path = hand_in_follow_up(home(), view.unit.code, said)
    except LinliError as error:
        st.html(f'<p role="alert" class="alert">{escape(error.zh if view.lang == "zh" else error.en)}</p>')
        return
    key = gap.code, gap.clause_id
    st.session_state[_SENT] = st.session_state.get(_SENT, {}) | {key: (reading.published_version(), said)}
    st.session_state[_key(view, gap)] = path.name
    st.rerun(scope="fragment")


def _sent(view: View, file_name: str) -> None:
    tr = view.tr
    back = markup.link(view.link(follow=None), escape(tr("follow_up.back")), "button")
    st.html(f'<p role="status" class="done">{escape(tr("follow_up.sent", file=file_name))}</p>{back}')


def _key(view: View, gap: Gap) -> str:
    return f"follow_up:{gap.code}:{gap.clause_id}"


def _close() -> None:
    st.query_params.pop("follow", None)
