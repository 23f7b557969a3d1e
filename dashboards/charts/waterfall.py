"""What a change is made of: from the figure then, cause by cause, to the figure now.

Belongs here: this one kind. Does not belong here: telling the causes (pipelines.product.change).
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.base import SMALL, Pen, Picture, canvas, kept, twin, wrapped
from pipelines.product import format as fmt

# Parts smaller than this share of the figures would not be seen on an axis from zero.
VISIBLE = 0.25


@kept
def picture(
    parts: pd.DataFrame, before: float, after: float, names: tuple[str, str], pen: Pen, *, unit: str, decimals: int
) -> Picture:
    """Draw the parts of a change from `before` to `after`, in the order given; they add up to it.

    `parts`: label, amount; those too small to be written are left out. `names`: the two periods.
    """
    tr, lang, look = pen.tr, pen.lang, pen.look
    parts = parts[[fmt.tells(amount, unit) for amount in parts["amount"]]]
    labels, amounts = parts["label"].tolist(), [float(amount) for amount in parts["amount"]]
    ends = [fmt.figure(value, unit, lang, decimals) for value in (before, after)]
    texts = [ends[0], *(fmt.difference(amount, unit, lang) for amount in amounts), ends[1]]
    levels = [before]
    for amount in amounts:
        levels.append(levels[-1] + amount)
    figure = canvas(pen, 40 + 40 * len(texts))
    figure.add_trace(
        go.Waterfall(
            orientation="h",
            y=[wrapped(label, lang) for label in (names[0], *labels, names[1])],
            x=[before, *amounts, after],
            measure=["absolute", *("relative" for _ in amounts), "total"],
            text=texts,
            textposition="outside",
            textfont={"size": SMALL, "color": look.ink},
            connector={"line": {"color": look.edge, "width": 1}},
            increasing={"marker": {"color": look.brand}},
            decreasing={"marker": {"color": look.warn}},
            totals={"marker": {"color": look.calm}},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    low, high = min(levels), max(levels)
    start = 0.0 if low < 0 or high - low >= VISIBLE * high else low - (high - low)
    room = (high - min(start, low)) or 1.0
    figure.update_xaxes(visible=False, range=[min(start, low) - (0.18 * room if low < 0 else 0), high + 0.22 * room])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", tickfont={"color": look.ink})
    most = max(range(len(amounts)), key=lambda place: abs(amounts[place]), default=None)
    change = fmt.difference(after - before, unit, lang)
    title = tr("waterfall.title_none", then=names[0], change=change)
    if most is not None:
        cause = {"cause": labels[most], "amount": texts[most + 1]}
        title = tr("waterfall.title", then=names[0], change=change, **cause)
    heads = [tr("waterfall.head_part"), tr("waterfall.head_amount")]
    rows = zip([names[0], *labels, names[1]], texts, strict=True)
    note = tr("waterfall.note") + (tr("waterfall.note_cut") if start > 0 else "")
    return Picture(title, figure, twin(heads, rows), note)
