"""The units of an area as tiles of one size, each a link, or as their own outlines where a file of them was supplied.

Belongs here: this one kind, and its stable layout. Does not belong here: reading outlines (outlines.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import pandas as pd

from dashboards import markup
from dashboards.charts.base import Pen, Picture, canvas, kept, records, twin
from dashboards.charts.sketch import Sketch
from pipelines.product.status import STATUSES

Ring = Sequence[tuple[float, float]]
# As many tiles in a row as leave the last row fullest; a narrow window takes fewer.
COLUMNS = range(10, 5, -1)
SHOWN = ("missed", "behind", "on_track", "met", "monitored", "no_data")
NAME_LINE = 5
# How strongly the fullest tile is coloured: words on it must stay legible.
DEEPEST = 0.42


@kept
def picture(units: pd.DataFrame, outlines: Mapping[str, Sequence[Ring]], pen: Pen) -> Picture:
    """Draw a tile a unit, coloured by the worst status its binding clauses have.

    `units`: unit_id, code, name, link, and how many clauses stand at each of SHOWN. Tiles stand in the order of codes.
    `outlines`: rings of longitude and latitude by unit_id; used only where every unit has them.
    """
    tr, lang = pen.tr, pen.lang
    shown = records(units.sort_values("code"))
    rows = []
    for one in shown:
        status = STATUSES[_worst(one)]
        rows.append((one["name"], f"{status.icon} {status.word(lang)}", *(str(int(one[name])) for name in SHOWN)))
    heads = [tr("tiles.head_unit"), tr("tiles.head_status"), *(STATUSES[name].word(lang) for name in SHOWN)]
    table = twin(heads, rows)
    if not shown or any(one["unit_id"] not in outlines for one in shown):
        return Picture(_finding(shown, pen), Sketch, table, tr("tiles.note"), boxes=_boxes(shown, pen))
    hover = ["<br>".join(row[:2]) for row in rows]
    return Picture(_finding(shown, pen), partial(_map, shown, outlines, hover, pen), table, tr("tiles.note"))


def _boxes(shown: list[dict[str, Any]], pen: Pen) -> str:
    """Tiles of one size as links: they are reached by keyboard and by finger, and wrap as the window asks."""
    most = max((one["missed"] + one["behind"] for one in shown), default=0)
    columns = min(COLUMNS, key=lambda count: -len(shown) % count)
    items = []
    for one in shown:
        status, short = STATUSES[_worst(one)], int(one["missed"] + one["behind"])
        word = escape(status.word(pen.lang))
        icon = f'<i role="img" aria-label="{word}" title="{word}">{status.icon}</i>'
        inner = f"<span>{escape(one['name'])}</span><b>{icon}{f' {short}' if short else ''}</b>"
        deep = f' style="--deep:{short / most * DEEPEST:.0%}"' if short else ""
        kind = f"page tile {status.colour}{' short' if short else ''}"
        items.append(f"<li{deep}>{markup.link(one['link'], inner, kind)}</li>")
    return f'<ul class="tiles" style="--columns:{columns}">{"".join(items)}</ul>'


def _worst(one: dict[str, Any]) -> str:
    """The worst status any of a unit's clauses has."""
    return next((name for name in SHOWN if one[name]), "no_data")


def _map(shown: list[dict[str, Any]], outlines: Mapping[str, Sequence[Ring]], hover: list[str], pen: Pen) -> Sketch:
    look = pen.look
    figure = canvas(pen, 420)
    most = max(one["missed"] + one["behind"] for one in shown)
    middles, writing = [], []
    for one in shown:
        status, rings = STATUSES[_worst(one)], outlines[one["unit_id"]]
        short = one["missed"] + one["behind"]
        fill = look.tint(status.colour) if not short else _blend(look.status(status.colour), short / most * DEEPEST)
        _fill(figure, rings, fill, look.status(status.colour))
        middles.append(_middle(rings[0]))
        name = "<br>".join(one["name"][at : at + NAME_LINE] for at in range(0, len(one["name"]), NAME_LINE))
        writing.append(f"{name}<br><b>{status.icon}{f' {int(short)}' if short else ''}</b>")
    figure.add_scatter(
        x=[x for x, _ in middles],
        y=[y for _, y in middles],
        mode="markers+text",
        text=writing,
        textfont={"size": 11, "color": look.ink},
        marker={"size": 40, "opacity": 0, "symbol": "square"},
        customdata=[one["code"] for one in shown],
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )
    down = {"visible": False, "scaleanchor": "x", "scaleratio": 1 / math.cos(math.radians(middles[0][1]))}
    figure.update_layout(margin={"l": 0, "r": 0, "t": 4, "b": 4}, xaxis={"visible": False}, yaxis=down)
    return figure


def _blend(colour: str, strength: float) -> str:
    """A colour let through."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:.2f})"


def _finding(shown: list[dict[str, Any]], pen: Pen) -> str:
    """How many fall short, and which of them in most clauses."""
    tr = pen.tr
    short = [one for one in shown if one["missed"] or one["behind"]]
    if not short:
        return tr("tiles.title_none", count=len(shown))
    most = max(one["missed"] + one["behind"] for one in short)
    names = [one["name"] for one in short if one["missed"] + one["behind"] == most]
    listed = tr("tiles.and").join(names[:2])
    key = "tiles.title_more" if len(names) > 2 else "tiles.title"
    return tr(key, count=len(shown), short=len(short), names=listed, most=int(most))


def _middle(ring: Ring) -> tuple[float, float]:
    """The middle of a ring's box."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _fill(figure: Sketch, rings: Sequence[Ring], fill: str, line: str) -> None:
    """One shape of one or more rings."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [*(x for x, _ in ring), None]
        ys += [*(y for _, y in ring), None]
    figure.add_scatter(
        x=xs[:-1],
        y=ys[:-1],
        mode="lines",
        fill="toself",
        fillcolor=fill,
        line={"color": line, "width": 1},
        hoverinfo="skip",
    )
