"""Units by what they are short of in natural units (or by their figure), coloured by band; never a rank.

Belongs here: this one kind. Does not belong here: telling bands (bands.py).
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboards import bands
from dashboards.charts.base import SMALL, Pen, Picture, canvas, kept, records, twin
from dashboards.charts.sketch import Sketch
from dashboards.theme import Look
from pipelines.product import format as fmt

HEADS = ("unit", "band", "value", "share", "gap")
ORDER = (bands.HELP, bands.FINE, bands.LEAD, bands.SMALL, bands.NONE)


def colours(look: Look) -> dict[str, str]:
    """The colour of each band."""
    small = {bands.SMALL: look.edge, bands.NONE: look.edge}
    return {bands.LEAD: look.good, bands.FINE: look.calm, bands.HELP: look.warn} | small


@kept
def picture(units: pd.DataFrame, pen: Pen, *, gap_unit: str | None, are_below: bool) -> Picture:
    """Draw a bar a unit: what it is short of in `gap_unit`, or its figure where there is none.

    `units`: unit_id, name, band, value, gap, and their texts value_text, share, gap_text. Bands stand together, the
    longest bar of each first.
    """
    tr = pen.tr
    place = {band: number for number, band in enumerate(ORDER)}
    size = units["gap"].fillna(0).clip(lower=0) if gap_unit else units["value"].fillna(0)
    shown = units.assign(size=size.astype(float), place=units["band"].map(place))
    shown = shown.sort_values(["place", "size", "unit_id"], ascending=[True, False, True])
    words = {band: tr(f"band.{band}") for band in ORDER}
    texts = [
        " · ".join(filter(None, (gap if gap_unit else "", value)))
        for gap, value in zip(shown["gap_text"], shown["value_text"], strict=True)
    ]
    rows = [
        (one["name"], words[one["band"]], one["value_text"], one["share"], one["gap_text"]) for one in records(shown)
    ]
    hover = [f"{name} · {band}<br>{value} {share}<br>{gap}" for name, band, value, share, gap in rows]
    tones = colours(pen.look)
    counts = shown["band"].value_counts().to_dict()
    told = {band: counts.get(band, 0) for band in ORDER}
    title = tr("units.title" if are_below else "units.title_beside", **told)
    if gap_unit and told[bands.HELP]:
        short = fmt.gap(float(shown["size"].sum()), gap_unit, pen.lang)
        key = "units.title_gap" if are_below else "units.title_gap_beside"
        title = tr(key, count=len(shown), help=told[bands.HELP], gap=short)
    legend = tuple((tones[band], f"{words[band]} {count}") for band, count in told.items() if count)
    note = tr("units.note_gap" if gap_unit else "units.note_value")
    heads = [tr(f"units.head_{name}") for name in HEADS]
    return Picture(title, partial(_draw, shown, texts, hover, pen), twin(heads, rows), note, legend)


def _draw(shown: pd.DataFrame, texts: list[str], hover: list[str], pen: Pen) -> Sketch:
    tones = colours(pen.look)
    figure = canvas(pen, 60 + 26 * len(shown))
    figure.add_bar(
        x=shown["size"],
        y=shown["name"],
        orientation="h",
        marker={"color": [tones[band] for band in shown["band"]]},
        text=texts,
        textposition="outside",
        textfont={"size": SMALL, "color": pen.look.ink},
        cliponaxis=False,
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
    )
    most = float(shown["size"].max() or 0) if len(shown) else 0.0
    figure.update_xaxes(visible=False, range=[0, most * 1.75 or 1])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", tickfont={"color": pen.look.ink})
    figure.update_layout(bargap=0.35)
    return figure
