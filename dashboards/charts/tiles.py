"""The units of an area as tiles of one size, or as their own outlines where a file of them was supplied.

Belongs here: this one kind, and its stable layout. Does not belong here: reading outlines (outlines.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import Pen, Picture, canvas, kept, records, twin
from pipelines.product.status import STATUSES

Ring = Sequence[tuple[float, float]]
COLUMNS = 5
SHOWN = ("missed", "behind", "on_track", "met", "monitored", "no_data")
HEADS = ("unit", "status", *SHOWN)
NAME_LINE = 5
# How strongly the fullest tile is coloured: words on it must stay legible.
DEEPEST = 0.42


@kept
def picture(units: pd.DataFrame, outlines: Mapping[str, Sequence[Ring]], pen: Pen) -> Picture:
    """Draw a tile a unit, coloured by the worst status its binding clauses have.

    `units`: unit_id, code, name, and how many clauses stand at each of SHOWN. Tiles stand in the order of codes.
    `outlines`: rings of longitude and latitude by unit_id; used only where every unit has them.
    """
    tr, lang = pen.tr, pen.lang
    shown = records(units.sort_values("code"))
    rows = []
    for one in shown:
        status = STATUSES[_worst(one)]
        rows.append((one["name"], f"{status.icon} {status.word(lang)}", *(str(int(one[name])) for name in SHOWN)))
    hover = ["<br>".join(row[:2]) for row in rows]
    heads = [tr("tiles.head_unit"), tr("tiles.head_status"), *(STATUSES[name].word(lang) for name in SHOWN)]
    draw = partial(_draw, shown, outlines, hover, pen)
    return Picture(_finding(shown, pen), draw, twin(heads, rows), tr("tiles.note"))


def _worst(one: dict[str, Any]) -> str:
    """The worst status any of a unit's clauses has."""
    return next((name for name in SHOWN if one[name]), "no_data")


def _draw(shown: list[dict[str, Any]], outlines: Mapping[str, Sequence[Ring]], hover: list[str], pen: Pen) -> go.Figure:
    look = pen.look
    is_map = bool(shown) and all(one["unit_id"] in outlines for one in shown)
    lines = math.ceil(len(shown) / COLUMNS)
    figure = canvas(pen, 420 if is_map else 8 + 56 * lines)
    most = max((one["missed"] + one["behind"] for one in shown), default=0)
    middles, writing = [], []
    for place, one in enumerate(shown):
        status = STATUSES[_worst(one)]
        rings = outlines[one["unit_id"]] if is_map else [_square(place)]
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
    across: dict[str, Any] = {} if is_map else {"range": [0, COLUMNS]}
    down: dict[str, Any] = {"range": [lines, 0]}
    if is_map:
        down = {"scaleanchor": "x", "scaleratio": 1 / math.cos(math.radians(middles[0][1]))}
    margin = {"l": 0, "r": 0, "t": 4, "b": 4}
    figure.update_layout(margin=margin, xaxis={"visible": False} | across, yaxis={"visible": False} | down)
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


def _square(place: int) -> Ring:
    """The tile of a place, row by row, with a gap around it."""
    row, column = divmod(place, COLUMNS)
    left, right, top, bottom = column + 0.02, column + 0.98, row + 0.05, row + 0.95
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


def _middle(ring: Ring) -> tuple[float, float]:
    """The middle of a ring's box."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _fill(figure: go.Figure, rings: Sequence[Ring], fill: str, line: str) -> None:
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
