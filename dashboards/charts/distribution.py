"""Where figures lie among peers: a dot a unit, the middle half shaded, the open unit marked.

Belongs here: this one kind. Does not belong here: who is a peer (queries).
"""

from __future__ import annotations

import statistics
from functools import partial

import pandas as pd

from dashboards.charts.base import Pen, Picture, canvas, kept, records, ticks, twin, write
from dashboards.charts.sketch import Sketch
from pipelines.product import format as fmt

HEADS = ("unit", "value", "share")
BINS = 40


@kept
def picture(peers: pd.DataFrame, pen: Pen, *, unit: str, decimals: int) -> Picture:
    """Draw a dot a unit, stacked where they meet.

    `peers`: name, value, numerator, denominator, is_here, is_small (few counted: drawn hollow); at least two rows.
    """
    tr, lang = pen.tr, pen.lang
    shown = peers.sort_values("value").assign(value=lambda frame: frame["value"].astype(float))
    low, middle, high = statistics.quantiles(shown["value"], n=4)
    rows = [
        (
            one["name"],
            fmt.figure(one["value"], unit, lang, decimals),
            fmt.out_of(one["numerator"], one["denominator"], lang) if not fmt.absent(one["denominator"]) else "",
        )
        for one in records(shown)
    ]
    hover = [f"{name}<br>{value} {share}" for name, value, share in rows]
    median = tr("distribution.median", value=fmt.figure(middle, unit, lang, decimals))
    heads = [tr(f"distribution.head_{name}") for name in HEADS]
    small = tr("distribution.note_small") if shown["is_small"].any() else ""
    title = _finding(shown, (low, middle, high), pen, unit, decimals)
    draw = partial(_draw, shown, (low, middle, high), median, hover, pen, unit)
    return Picture(title, twin(heads, rows), tr("distribution.note") + small, draw=draw)


def _draw(
    shown: pd.DataFrame, quarters: tuple[float, float, float], median: str, hover: list[str], pen: Pen, unit: str
) -> Sketch:
    look = pen.look
    low, middle, high = quarters
    heights = _stacked(shown["value"].tolist())
    figure = canvas(pen, 150 + 12 * max(heights))
    figure.add_vrect(x0=low, x1=high, fillcolor=look.brand_tint)
    figure.add_vline(x=middle, line={"color": look.muted, "width": 1.5})
    write(figure, pen, median, x=middle, yref="paper", y=1, yanchor="bottom", bgcolor=look.card)
    tones = [look.brand if here else look.calm for here in shown["is_here"]]
    figure.add_scatter(
        x=shown["value"],
        y=heights,
        mode="markers",
        marker={
            "size": [15 if here else 11 for here in shown["is_here"]],
            "color": [look.card if small else tone for small, tone in zip(shown["is_small"], tones, strict=True)],
            "line": {"color": tones, "width": 1.5},
        },
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    for one, height in zip(records(shown), heights, strict=True):
        if one["is_here"] and int(shown["is_here"].sum()) == 1:
            write(figure, pen, f"<b>{one['name']}</b>", strong=True, x=one["value"], y=height, yshift=18)
    figure.update_xaxes(**ticks(shown["value"], unit, pen.lang), showgrid=True, gridcolor=look.line)
    figure.update_yaxes(visible=False, range=[0, max(heights) + 1.5])
    figure.update_layout(margin={"t": 26})
    return figure


def _finding(shown: pd.DataFrame, quarters: tuple[float, float, float], pen: Pen, unit: str, decimals: int) -> str:
    """How far the open unit is from the middle, or, where none is open, how far the middle half spreads."""
    tr, lang = pen.tr, pen.lang
    low, middle, high = (fmt.figure(value, unit, lang, decimals) for value in quarters)
    here = shown[shown["is_here"].astype(bool)]
    if len(here) != 1:
        return tr("distribution.title", count=len(shown), median=middle, low=low, high=high)
    value = float(here["value"].iloc[0])
    side = "above" if value > quarters[1] else "below" if value < quarters[1] else "at"
    size = fmt.difference(abs(value - quarters[1]), unit, lang).lstrip("+")
    told = {"unit": here["name"].iloc[0], "value": fmt.figure(value, unit, lang, decimals), "count": len(shown)}
    return tr(f"distribution.title_{side}", **told, median=middle, size=size)


def _stacked(values: list[float]) -> list[int]:
    """How high each dot stands on those that share its place; values come sorted."""
    width = (values[-1] - values[0]) / BINS or 1.0
    seen: dict[int, int] = {}
    heights = []
    for value in values:
        place = round((value - values[0]) / width)
        seen[place] = seen.get(place, 0) + 1
        heights.append(seen[place])
    return heights
