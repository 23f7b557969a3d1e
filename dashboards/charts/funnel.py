"""Units by size against what chance alone would do: who stands out, and whose difference means nothing.

Belongs here: this one kind. Does not belong here: limits and standing (the warehouse tells them).
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboards.charts.base import Pen, Picture, canvas, kept, records, ticks, twin, write
from dashboards.charts.sketch import Sketch
from dashboards.theme import Look
from pipelines.product import format as fmt

HEADS = ("unit", "size", "value", "limits", "standing")
SYMBOLS = {
    "within": "circle",
    "below": "triangle-down",
    "above": "triangle-up",
    "far_below": "diamond",
    "far_above": "diamond",
}
NAMED = 3


def _colours(direction: str, look: Look) -> dict[str, str]:
    """Far off on the worse side is bad, near off a warning; nothing is praised or blamed without a direction."""
    if direction not in ("up", "down"):
        return dict.fromkeys(SYMBOLS, look.brand) | {"within": look.calm}
    worse, better = ("below", "above") if direction == "up" else ("above", "below")
    told = {worse: look.warn, f"far_{worse}": look.bad, better: look.good, f"far_{better}": look.good}
    return {"within": look.calm} | told


@kept
def picture(peers: pd.DataFrame, pen: Pen, *, unit: str, decimals: int, direction: str, size: str) -> Picture:
    """Draw a mark a unit.

    `peers`: name, numerator, denominator, value, peer_value, low_95, high_95, low_998, high_998, standing, is_here.
    `size` names what the denominator counts.
    """
    tr, lang = pen.tr, pen.lang
    shown = peers.sort_values("denominator")
    tones = _colours(direction, pen.look)
    words = {name: tr(f"funnel.{name}") for name in SYMBOLS}
    rows = []
    for one in records(shown):
        value = fmt.figure(one["value"], unit, lang, decimals)
        share = fmt.out_of(one["numerator"], one["denominator"], lang)
        limits = " – ".join(fmt.figure(one[side], unit, lang, decimals) for side in ("low_95", "high_95"))
        rows.append((one["name"], share, value, limits, words[one["standing"]]))
    hover = [f"{name} · {word}<br>{value} {share}" for name, share, value, _, word in rows]
    centre = fmt.figure(shown["peer_value"].iloc[0], unit, lang, decimals)
    counts = shown["standing"].value_counts().to_dict()
    legend = tuple((tones[name], f"{words[name]} {counts[name]}") for name in SYMBOLS if counts.get(name))
    heads = [tr(f"funnel.head_{name}") for name in HEADS]
    draw = partial(_draw, shown, tones, hover, pen, unit, size)
    note = tr("funnel.note", size=size, peers=centre)
    return Picture(_finding(shown, pen), twin(heads, rows), note, legend, draw=draw)


def _draw(shown: pd.DataFrame, tones: dict[str, str], hover: list[str], pen: Pen, unit: str, size: str) -> Sketch:
    look = pen.look
    figure = canvas(pen, 340)
    for column, dash in (("low_998", "dash"), ("high_998", "dash"), ("low_95", "dot"), ("high_95", "dot")):
        line = {"color": look.muted, "width": 1, "dash": dash}
        figure.add_scatter(x=shown["denominator"], y=shown[column], mode="lines", line=line, hoverinfo="skip")
    centre = float(shown["peer_value"].iloc[0])
    figure.add_hline(y=centre, line={"color": look.muted, "width": 1})
    figure.add_scatter(
        x=shown["denominator"],
        y=shown["value"],
        mode="markers",
        marker={
            "size": [14 if here else 10 for here in shown["is_here"]],
            "color": [tones[name] for name in shown["standing"]],
            "symbol": [SYMBOLS[name] for name in shown["standing"]],
            "line": {"color": [look.ink if here else look.card for here in shown["is_here"]], "width": 1.5},
        },
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    _name(figure, pen, shown[shown["standing"] != "within"], centre)
    reach = [*shown["value"], *shown["low_95"], *shown["high_95"], *shown["low_998"], *shown["high_998"]]
    figure.update_yaxes(**ticks(reach, unit, pen.lang))
    figure.update_xaxes(**ticks([0, *shown["denominator"]], size, pen.lang), title={"text": size, "standoff": 6})
    return figure


def _finding(shown: pd.DataFrame, pen: Pen) -> str:
    """How many stand out on which side, and who stands farthest out."""
    tr = pen.tr
    out = shown[shown["standing"] != "within"]
    if not len(out):
        return tr("funnel.title_none", count=len(shown))
    sides = []
    for side in ("below", "above"):
        found = out[out["standing"].str.endswith(side)]
        if len(found):
            far = (found["value"] - found["peer_value"]).abs().astype(float)
            names = found.loc[far.sort_values(ascending=False).index, "name"].tolist()
            listed = tr("funnel.and").join(names[:NAMED])
            key = "funnel.more" if len(names) > NAMED else "funnel.all"
            sides.append(tr(f"funnel.side_{side}", count=len(names), names=tr(key, names=listed)))
    return tr("funnel.title", count=len(shown), sides=tr("funnel.join").join(sides))


def _name(figure: Sketch, pen: Pen, out: pd.DataFrame, centre: float) -> None:
    """Write the names of those that stand farthest out."""
    far = (out["value"] - centre).abs().astype(float).sort_values(ascending=False).index[: NAMED * 2]
    for one in records(out.loc[far]):
        above = one["value"] > centre
        write(figure, pen, one["name"], strong=True, x=one["denominator"], y=one["value"], yshift=14 if above else -14)
