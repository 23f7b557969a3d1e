"""A value opened over the page: its clauses, then its rows. One click from any number.

Belongs here: the dialog. Does not belong here: how clauses and rows are drawn (clauses.py, evidence.py).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import clauses, evidence, lacking, markup, reading, reproduction
from dashboards.pages import INDICATOR
from dashboards.state import View
from pipelines.product import format as fmt


def show(view: View) -> None:
    """Open the value the address names."""
    if view.detail is None:
        return
    opened = view.detail
    tr, lang = view.tr, view.lang
    story = reading.explained(opened.indicator_id, opened.unit, opened.period, limit=evidence.PAGE_ROWS, offset=0)
    figure = story.figure

    @st.dialog(story.indicator.name(lang), width="large", on_dismiss=_close)
    def dialog() -> None:
        value = fmt.figure(figure.value, story.indicator.unit, lang, story.indicator.precision)
        share = fmt.out_of(figure.numerator, figure.denominator, lang) if figure.denominator is not None else ""
        demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if figure.basis.startswith("demo") else ""
        page = view.link(INDICATOR, indicator=opened.indicator_id, unit=story.unit.code, period=story.period.label)
        where = f"{view.trail(story.unit)} · {story.period.name(lang)}"
        more = markup.link(page, escape(tr("detail.more")), "page button")
        sql = reproduction.fold(view, opened.indicator_id, story.unit, story.period, story.indicator.precision)
        st.html(
            f'<div class="opened"><p class="over">{escape(where)}</p>'
            f'<p class="value">{markup.figure(value)}<span class="share">{share}</span>{demo}</p>{more}</div>'
            f'<h3 class="part">{escape(tr("detail.clauses"))}</h3>'
            + clauses.blocks(view, story, incomplete=_incomplete(figure.coverage))
            + lacking.block(view, story.lacks)
            + f'<h3 class="part">{escape(tr("detail.rows"))}</h3>{sql}'
        )
        evidence.section(view, opened, "detail")

    dialog()


def _incomplete(coverage: float | None) -> bool:
    return coverage is not None and coverage < 1


def _close() -> None:
    st.query_params.pop("detail", None)
