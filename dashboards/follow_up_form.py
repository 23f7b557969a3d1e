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
from pipelines.product.follow_up import FollowUp, day_of, hand_in_follow_up, waiting
from pipelines.product.status import FOLLOW_UPS
from pipelines.product.worklist import Gap
from pipelines.settings import home

_MOST_WORDS = 500
_SENT = "follow_ups_sent"
_OUTCOME = "follow_up_outcome"


def handed_in() -> Waiting:
    """The follow-ups that wait for a run, and this reader's own while the run that takes them in has not published."""
    version = reading.published_version()
    sent: dict[tuple[str, str], tuple[str, FollowUp]] = st.session_state.get(_SENT, {})
    own = {key: said for key, (published, said) in sent.items() if published == version}
    return own | waiting(home())


def show(view: View, gaps: Sequence[Gap]) -> None:
    """Open the form for the gap the address names; what became of another one is forgotten."""
    asked = view.own.get("follow", "").split("~")
    gap = next((gap for gap in gaps if [gap.code, gap.clause_id] == asked), None)
    if gap is None or view.detail:
        st.session_state.pop(_OUTCOME, None)
        return
    tr = view.tr

    @st.dialog(tr("follow_up.title"), width="medium", on_dismiss=_close)
    def dialog() -> None:
        name = view.unit_name(gap.unit_id, gap.unit_name)
        summary = gap.summary if view.lang == "zh" else gap.summary_en
        inner = " · ".join((name, *gap_words(view, gap)))
        st.html(f'<p class="over">{escape(inner)}</p><p>{escape(summary)}</p>')
        outcome = st.session_state.get(_OUTCOME)
        if isinstance(outcome, str):
            back = markup.link(view.link(follow=None), escape(tr("follow_up.back")), "button")
            st.html(f'<p role="status" class="done">{escape(tr("follow_up.sent", file=outcome))}</p>{back}')
        else:
            _fields(view, gap, outcome)

    dialog()


def _fields(view: View, gap: Gap, failed: LinliError | None) -> None:
    """The form, filled in with what was said last."""
    tr = view.tr
    last = handed_in().get((gap.code, gap.clause_id)) or FollowUp(
        gap.code,
        gap.clause_id,
        view.jurisdiction.as_of,
        gap.state,
        gap.promised_on,
        gap.assigned_to or "",
        gap.remark or "",
    )
    key = f"follow:{gap.code}:{gap.clause_id}"
    with st.form(key, border=False):
        states = list(FOLLOW_UPS)
        st.selectbox(
            tr("follow_up.state"),
            states,
            index=states.index(last.state),
            format_func=lambda name: tr(f"follow_up.{name}"),
            key=f"{key}:state",
        )
        hints = {"assigned_to": tr("follow_up.assigned_hint"), "remark": tr("follow_up.remark_hint")}
        st.text_input(
            tr("follow_up.assigned"),
            last.assigned_to,
            max_chars=60,
            placeholder=hints["assigned_to"],
            key=f"{key}:assigned_to",
        )
        # No calendar: Streamlit's names its months and parts in English.
        st.text_input(
            tr("follow_up.promised"),
            last.promised_on.isoformat() if last.promised_on else "",
            max_chars=20,
            placeholder=tr("follow_up.promised_hint"),
            key=f"{key}:promised_on",
        )
        st.text_area(
            tr("follow_up.remark"), last.remark, max_chars=_MOST_WORDS, placeholder=hints["remark"], key=f"{key}:remark"
        )
        st.html(f'<p class="note">{escape(tr("follow_up.note"))}</p>')
        if failed is not None:
            text = failed.zh if view.lang == "zh" else failed.en
            st.html(f'<p role="alert" class="alert">{escape(text)}</p>')
        st.form_submit_button(tr("follow_up.send"), type="primary", on_click=_hand_in, args=(view, gap, key))


def _hand_in(view: View, gap: Gap, key: str) -> None:
    """Hand in what the form holds, and keep what became of it."""
    state, promised, assigned, remark = (
        st.session_state[f"{key}:{name}"] for name in ("state", "promised_on", "assigned_to", "remark")
    )
    try:
        as_of = view.jurisdiction.as_of
        said = FollowUp(gap.code, gap.clause_id, as_of, state, day_of(promised), assigned, remark)
        path = hand_in_follow_up(home(), view.unit.code, said)
    except LinliError as error:
        st.session_state[_OUTCOME] = error
        return
    sent = {(gap.code, gap.clause_id): (reading.published_version(), said)}
    st.session_state[_SENT] = st.session_state.get(_SENT, {}) | sent
    st.session_state[_OUTCOME] = path.name


def _close() -> None:
    st.query_params.pop("follow", None)
