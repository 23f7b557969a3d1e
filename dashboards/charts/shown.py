"""Putting a picture on a page: finding as heading, figure, note, legend, its table folded beneath, the table as csv.

Belongs here: the one way every picture is shown. Does not belong here: shapes and findings (the modules beside).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import markup, theme
from dashboards.charts.base import Pen, Picture
from dashboards.state import View

# No tool bar: its tips are English, and tables beside every figure serve whoever wants the numbers.
CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def pen(view: View) -> Pen:
    """What pictures of this view are drawn with."""
    return Pen(view.tr, view.lang, theme.look())


def panel(view: View, picture: Picture, key: str, basis: str = "") -> None:
    """A picture in a panel of its own; `basis` tells as-of and coverage."""
    with st.container(key=f"panel_{key}"):
        _inner(view, picture, key, f"<h2>{escape(picture.title)}</h2>", basis)


def folded(view: View, picture: Picture, key: str, basis: str = "") -> None:
    """A picture of second rank: its finding is read, the figure is drawn when it is opened."""
    with st.container(key=f"panel_{key}"):
        opened = st.expander(picture.title, key=f"open_{key}", on_change="rerun")
        if opened.open:
            with opened:
                _inner(view, picture, key, "", basis)


def _inner(view: View, picture: Picture, key: str, heading: str, basis: str) -> None:
    """All of it; what is markup goes to the browser in one piece, as each piece takes a journey of its own."""
    tr = view.tr
    notes = "".join(f'<p class="note">{escape(text)}</p>' for text in (picture.note, basis) if text)
    entries = "".join(f'<li><i style="background:{colour}"></i>{escape(word)}</li>' for colour, word in picture.legend)
    above = heading + notes + (f'<ul class="legend">{entries}</ul>' if entries else "")
    heads = [str(head) for head in picture.table.columns]
    rows = [[escape(str(cell)) for cell in row] for row in picture.table.to_numpy().tolist()]
    table = markup.table(heads, rows, picture.title, numeric=range(1, len(heads)))
    below = f'<details class="twin"><summary>{escape(tr("chart.table"))}</summary>{table}</details>'
    if picture.boxes:
        st.html(f'{above}<div role="figure" aria-label="{escape(picture.title)}">{picture.boxes}</div>{below}')
    else:
        st.html(above)
        st.plotly_chart(picture.figure, config=CONFIG, theme=None, key=key, alt=picture.title)
        st.html(below)
    st.download_button(
        tr("chart.download"),
        lambda: picture.table.to_csv(index=False).encode("utf-8-sig"),
        f"{view.unit.code}_{view.period.label}_{key}.csv",
        "text/csv",
        key=f"csv:{key}",
        on_click="ignore",
    )
