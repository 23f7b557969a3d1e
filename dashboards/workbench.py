"""The analysis page's parts: a statement with examples, its answer, the tables there are.

Belongs here: drawing them. Does not belong here: the guard (pipelines/product/asking.py), the examples' SQL (queries).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from dashboards import cards, i18n, markup, reading, reproduction
from dashboards.queries import analysis
from dashboards.standing import meanings, standings
from dashboards.state import View
from pipelines.errors import LinliError
from pipelines.product import format as fmt
from pipelines.product.asking import Answer, QueryFailed

SHAPES = ("xlsx", "csv", "parquet")
MOST_CHARACTERS = 4_000


def statement(view: View) -> None:
    """The examples, the statement the address holds, and a button that puts what is written there into it."""
    tr = view.tr
    written = view.own.get("sql", "")
    chosen = " ".join(
        markup.link(view.link(sql=sql), escape(tr(f"analysis.example_{name}")), "chip" + " here" * (sql == written))
        for name, sql in examples(view)
    )
    st.html(
        f'<section class="panel ask"><h1>{escape(tr("analysis.title"))}</h1>'
        f'<p class="note">{escape(tr("analysis.note"))}</p>'
        f'<nav class="chips" aria-label="{escape(tr("analysis.examples"))}">{chosen}</nav></section>'
    )
    # A new address makes a new box, so that what stands in it is what the address says.
    key = f"sql:{hashlib.sha256(written.encode()).hexdigest()[:12]}"

    def run() -> None:
        text = st.session_state[key].strip().rstrip(";")
        if text:
            st.query_params["sql"] = text
        else:
            st.query_params.pop("sql", None)

    with st.form("ask", border=False):
        st.text_area(
            tr("analysis.statement"),
            written,
            key=key,
            height=150,
            placeholder=tr("analysis.placeholder"),
            label_visibility="collapsed",
        )
        st.form_submit_button(tr("analysis.run"), type="primary", on_click=run)


def examples(view: View) -> list[tuple[str, str]]:
    """Name the statements to begin with: for the open unit and period, and for all of the file."""
    lang, unit = view.lang, view.unit.unit_id
    known = meanings()
    found = standings(unit, view.until, view.period.period_type)
    by_id = {one.indicator_id: one for one in found if one.value is not None}
    first = next((by_id[key] for key in cards.choose(found, known) if key in by_id), None)
    own = []
    if first:
        meaning = known[first.indicator_id]
        card = analysis.reproduced(first.indicator_id, unit, first.label, meaning.precision, lang)
        own = [
            ("card", card),
            ("trend", analysis.trend(first.indicator_id, unit, lang)),
            ("below", analysis.below(first.indicator_id, unit, first.label)),
        ]
    return [*own, ("gaps", analysis.gaps(lang)), ("rejected", analysis.rejected(lang))]


def answer(view: View) -> None:
    """The rows of the statement in the address, or why there are none."""
    tr, sql = view.tr, view.own.get("sql", "")
    if not sql:
        st.html(f'<section class="panel"><p class="note">{escape(tr("analysis.nothing_asked"))}</p></section>')
        return
    try:
        if len(sql) > MOST_CHARACTERS:
            raise LinliError(
                *(i18n.translator(lang)("analysis.too_long", most=MOST_CHARACTERS) for lang in ("zh", "en"))
            )
        found = reading.asked(sql)
    except LinliError as error:
        st.html(_refused(view, error))
        return
    with st.container(key="panel_answer"):
        st.html(_rows(view, found))
        with st.container(horizontal=True, key="downloads", vertical_alignment="center", gap="small"):
            st.html(f'<span class="note">{escape(tr("analysis.download"))}</span>')
            for shape in SHAPES:
                st.download_button(
                    shape,
                    partial(reading.asked_file, sql, shape),
                    f"linli.{shape}",
                    key=f"answer:{shape}",
                    on_click="ignore",
                )


def schema(view: View) -> None:
    """Every table with what a row of it is; the one the address names with its columns."""
    tr = view.tr
    opened = view.own.get("table", analysis.FIRST_TABLE)
    known = analysis.tables()
    drawn = []
    for name, comment in known.itertuples(index=False):
        is_open = name == opened
        head = f"<b><code>{escape(name)}</code></b><span>{reproduction.described(comment, view.lang)}</span>"
        link = markup.link(view.link(table="" if is_open else name), head, "here" if is_open else "")
        drawn.append(f"<li>{link}{_columns(view, name) if is_open else ''}</li>")
    st.html(
        markup.panel(
            tr("analysis.tables", count=len(known)),
            f'<ul class="tables">{"".join(drawn)}</ul>',
            tr("analysis.tables_note"),
        )
    )


def _columns(view: View, table: str) -> str:
    rows = "".join(
        f"<div><dt><code>{escape(name)}<small>{escape(kind.lower())}</small></code></dt>"
        f"<dd>{reproduction.described(comment, view.lang)}</dd></div>"
        for name, kind, comment in analysis.columns(table).itertuples(index=False)
    )
    look = markup.link(view.link(sql=analysis.first_rows(table)), escape(view.tr("analysis.look")), "chip")
    return f'<div class="columns">{look}<dl>{rows}</dl></div>'


def _refused(view: View, error: LinliError) -> str:
    tr = view.tr
    text = error.zh if view.lang == "zh" else error.en
    if isinstance(error, QueryFailed):
        text = tr("analysis.failed_text")
    line = f"<pre>{escape(error.line)}</pre>" if isinstance(error, QueryFailed) else ""
    return (
        f'<section class="panel refused" role="alert"><h2>{escape(tr("analysis.failed"))}</h2>'
        f"<p>{escape(text)}</p>{line}</section>"
    )


def _rows(view: View, found: Answer) -> str:
    tr = view.tr
    key = "analysis.first_rows" if found.has_more else "analysis.rows"
    seconds = fmt.rounded(found.seconds, 2)
    title = tr(key, count=len(found.rows), seconds=seconds)
    numeric = [place for place in range(len(found.columns)) if _is_numeric([row[place] for row in found.rows])]
    drawn = ([_cell(cell) for cell in row] for row in found.rows)
    return f"<h2>{escape(title)}</h2>{markup.table(found.columns, drawn, title, numeric, 'answer')}"


def _is_numeric(cells: Sequence[Any]) -> bool:
    known = [cell for cell in cells if cell is not None]
    return bool(known) and all(isinstance(cell, int | float | Decimal) for cell in known)


def _cell(cell: Any) -> str:
    if cell is None:
        return '<span class="null">NULL</span>'
    text = format(cell, ".12g") if isinstance(cell, float) else str(cell)
    return f"<pre>{escape(text)}</pre>" if "\n" in text else escape(text)
