"""The neighbour network's tree: a centre, a station a unit, its points as built and as planned, one dot each.

Belongs here: this one kind. Does not belong here: counting (the warehouse does).
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from dashboards.charts.base import SMALL, Pen, Picture, canvas, kept, records, twin
from dashboards.charts.sketch import Sketch
from dashboards.theme import Look
from pipelines.product import format as fmt

HEADS = ("unit", "stations", "built", "planned", "share")
ROW, FIRST = 24, 2


@kept
def picture(units: pd.DataFrame, centres: int, pen: Pen) -> Picture:
    """Draw a branch a unit.

    `units`: code, name, stations, built, planned (numbers, may be absent). What is furthest from its plan stands first.
    `centres` is how many stand above them.
    """
    tr = pen.tr
    frame = units.assign(
        built=units["built"].fillna(0).astype(int),
        stations=units["stations"].fillna(0).astype(int),
        planned=units["planned"].fillna(0).astype(int),
    )
    frame = frame.assign(lacking=(frame["planned"] - frame["built"]).clip(lower=0))
    shown = records(frame.sort_values(["lacking", "code"], ascending=[False, True]))
    rows = [
        (
            one["name"], str(one["stations"]), str(one["built"]), str(one["planned"] or ""),
            fmt.percent(100 * min(one["built"] / one["planned"], 1)) if one["planned"] else "",
        )
        for one in shown
    ]  # fmt: skip
    heads = [tr(f"network.head_{name}") for name in HEADS]
    return Picture(
        _finding(frame, centres, pen), partial(_draw, shown, centres, pen), twin(heads, rows), tr("network.note")
    )


def _draw(shown: list[dict[str, Any]], centres: int, pen: Pen) -> Sketch:
    look = pen.look
    figure = canvas(pen, 40 + ROW * len(shown))
    trunk = (len(shown) - 1) / 2
    branches: list[tuple[float | None, float | None]] = []
    for row in range(len(shown)):
        branches += [(0, trunk), (0.5, trunk), (0.5, row), (1, row), (None, None)]
    line = {"color": look.edge, "width": 1.5}
    ways = [list(side) for side in zip(*branches, strict=True)]
    figure.add_scatter(x=ways[0], y=ways[1], mode="lines", line=line, hoverinfo="skip")
    nodes = _nodes(shown, centres, trunk)
    for name, marker in _marks(look).items():
        figure.add_scatter(
            x=[x for x, _ in nodes[name]],
            y=[y for _, y in nodes[name]],
            mode="markers",
            marker=marker,
            name=name,
            hoverinfo="skip",
            cliponaxis=False,
        )
    widest = FIRST + max((one["built"] + one["lacking"] for one in shown), default=1)
    planned = [(row, one) for row, one in enumerate(shown) if one["planned"]]
    figure.add_scatter(
        x=[FIRST + one["built"] + one["lacking"] for _, one in planned],
        y=[row for row, _ in planned],
        mode="text",
        text=[f"{one['built']}/{one['planned']}" for _, one in planned],
        textposition="middle right",
        textfont={"size": SMALL, "color": look.muted},
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_xaxes(visible=False, range=[-0.4, max(widest + 1.6, 12)])
    names = [one["name"] for one in shown]
    figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6], showgrid=False, ticks="",
        tickfont={"color": look.ink},
    )  # fmt: skip
    return figure


def _nodes(shown: list[dict[str, Any]], centres: int, trunk: float) -> dict[str, list[tuple[float, float]]]:
    """Where each kind of mark stands: the centre left, a row a unit."""
    nodes: dict[str, list[tuple[float, float]]] = {
        "centre": [(0.0, trunk)] * centres,
        "station": [],
        "built": [],
        "lacking": [],
    }
    for row, one in enumerate(shown):
        nodes["station"] += [(1.0, float(row))] if one["stations"] else []
        nodes["built"] += [(float(FIRST + place), float(row)) for place in range(one["built"])]
        nodes["lacking"] += [(float(FIRST + one["built"] + place), float(row)) for place in range(one["lacking"])]
    return nodes


def _marks(look: Look) -> dict[str, dict[str, Any]]:
    """How each kind of mark looks."""
    return {
        "centre": {"symbol": "diamond", "size": 18, "color": look.brand},
        "station": {"symbol": "square", "size": 13, "color": look.brand},
        "built": {"symbol": "circle", "size": 11, "color": look.calm},
        "lacking": {"symbol": "circle-open", "size": 11, "color": look.warn},
    }


def _finding(frame: pd.DataFrame, centres: int, pen: Pen) -> str:
    """What stands, and what the plans still lack, and where most."""
    tr = pen.tr
    built, planned, lacking = (int(frame[name].sum()) for name in ("built", "planned", "lacking"))
    stands = {"centres": centres, "stations": int(frame["stations"].sum()), "built": built, "planned": planned}
    if not lacking:
        return tr("network.title_done" if planned else "network.title_built", **stands)
    worst = max(records(frame), key=lambda one: one["lacking"])
    if len(frame) == 1:
        return tr("network.title_one", unit=worst["name"], built=built, planned=planned, lacking=lacking)
    where = {"unit": worst["name"], "most": int(worst["lacking"]), "units": int((frame["lacking"] > 0).sum())}
    return tr("network.title", **stands, lacking=lacking, **where)
