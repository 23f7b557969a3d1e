"""Units by what they are short of in natural units (or by their figure), coloured by band; never a rank.

Belongs here: this one kind. Does not belong here: telling bands (bands.py).
"""

from __future__ import annotations

from html import escape

import pandas as pd

from dashboards import bands, markup
from dashboards.charts.base import Pen, Picture, kept, records, twin
from dashboards.theme import Look
from pipelines.product import format as fmt

HEADS = ("unit", "band", "value", "share", "gap")
# The longest bar, in hundredths of the room; texts stand behind the bars.
LONGEST = 52.0
ORDER = (bands.HELP, bands.FINE, bands.LEAD, bands.COUNTED, bands.SMALL, bands.NONE)


def colours(look: Look) -> dict[str, str]:
    """The colour of each band."""
    small = {bands.SMALL: look.edge, bands.NONE: look.edge}
    return {bands.LEAD: look.good, bands.FINE: look.calm, bands.COUNTED: look.calm, bands.HELP: look.warn} | small


@kept
def picture(units: pd.DataFrame, pen: Pen, *, gap_unit: str | None, are_below: bool) -> Picture:
    """Draw a bar a unit: what it is short of in `gap_unit`, or its figure where there is none.

    `units`: unit_id, name, link, band, value, gap, and their texts value_text, share, gap_text. Bands stand
    together, the longest bar of each first.
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
    tips = [f"{name} · {band}\n{value} {share}\n{gap}".strip() for name, band, value, share, gap in rows]
    tones = colours(pen.look)
    counts = shown["band"].value_counts().to_dict()
    told = {band: counts.get(band, 0) for band in ORDER}
    title, note = tr("units.title" if are_below else "units.title_beside", **told), tr("units.note_value")
    if told[bands.COUNTED]:
        key = "units.title_counted" if are_below else "units.title_counted_beside"
        title, note = tr(key, count=told[bands.COUNTED]), tr("units.note_counted")
    if gap_unit and told[bands.HELP]:
        short = fmt.gap(float(shown["size"].sum()), gap_unit, pen.lang)
        key = "units.title_gap" if are_below else "units.title_gap_beside"
        title = tr(key, count=len(shown), help=told[bands.HELP], gap=short)
    legend = tuple((tones[band], f"{words[band]} {count}") for band, count in told.items() if count)
    if gap_unit:
        note = tr("units.note_gap")
    heads = [tr(f"units.head_{name}") for name in HEADS]
    most = (float(shown["size"].abs().max()) if len(shown) else 0.0) or 1.0
    drawn = markup.bars(
        (markup.link(one["link"], escape(one["name"]), "page"), 0.0, LONGEST * max(one["size"], 0.0) / most,
         tones[one["band"]], text, tip)
        for one, text, tip in zip(records(shown), texts, tips, strict=True)
    )  # fmt: skip
    return Picture(title, twin(heads, rows), note, legend, boxes=drawn)
