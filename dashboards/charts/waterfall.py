"""What a change is made of: from the figure then, cause by cause, to the figure now.

Belongs here: this one kind. Does not belong here: telling the causes (pipelines.product.change).
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from dashboards.charts.base import SMALL, Pen, Picture, canvas, kept, twin, wrapped
from dashboards.charts.sketch import Sketch
from pipelines.product import format as fmt

# Parts smaller than this share of the figures would not be seen on an axis from zero.
VISIBLE = 0.25
# The height of one line of a label.
LINE = 17


@kept
def picture(
    parts: pd.DataFrame, before: float, after: float, names: tuple[str, str], pen: Pen, *, unit: str, decimals: int
) -> Picture:
    """Draw the parts of a change from `before` to `after`, in the order given; they add up to it.

    `parts`: label, amount; those too small to be written are left out. `names`: the two periods.
    """
    tr, lang = pen.tr, pen.lang
    parts = parts[[fmt.tells(amount, unit) for amount in parts["amount"]]]
    labels, amounts = parts["label"].tolist(), [float(amount) for amount in parts["amount"]]
    ends = [fmt.figure(value, unit, lang, decimals) for value in (before, after)]
    texts = [ends[0], *(fmt.difference(amount, unit, lang) for amount in amounts), ends[1]]
    most = max(range(len(amounts)), key=lambda place: abs(amounts[place]), default=None)
    change = fmt.difference(after - before, unit, lang)
    title = tr("waterfall.title_none", then=names[0], change=change)
    if most is not None:
        cause = {"cause": labels[most], "amount": texts[most + 1]}
        title = tr("waterfall.title", then=names[0], change=change, **cause)
    heads = [tr("waterfall.head_part"), tr("waterfall.head_amount")]
    rows = zip([names[0], *labels, names[1]], texts, strict=True)
    levels = [before, *(before + sum(amounts[: place + 1]) for place in range(len(amounts)))]
    start = _start(min(levels), max(levels))
    note = tr("waterfall.note") + (tr("waterfall.note_cut") if start > 0 else "")
    drawn = [wrapped(label, lang) for label in (names[0], *labels, names[1])]
    draw = partial(_draw, drawn, [before, *amounts, after], texts, (start, min(levels), max(levels)), pen)
    return Picture(title, draw, twin(heads, rows), note)


def _start(low: float, high: float) -> float:
    """Where the axis starts: at zero, unless the steps would be too small to see."""
    return 0.0 if low < 0 or high - low >= VISIBLE * high else low - (high - low)


def _draw(
    labels: list[str], amounts: list[float], texts: list[str], span: tuple[float, float, float], pen: Pen
) -> Sketch:
    look = pen.look
    start, low, high = span
    lines = max(label.count("<br>") + 1 for label in labels)
    figure = canvas(pen, 40 + max(40, 8 + LINE * lines) * len(texts))
    figure.add_waterfall(
        orientation="h",
        y=labels,
        x=amounts,
        measure=["absolute", *("relative" for _ in amounts[1:-1]), "total"],
        text=texts,
        textposition="outside",
        textfont={"size": SMALL, "color": look.ink},
        connector={"line": {"color": look.edge, "width": 1}},
        increasing={"marker": {"color": look.brand}},
        decreasing={"marker": {"color": look.muted}},
        totals={"marker": {"color": look.calm}},
        hoverinfo="skip",
        cliponaxis=False,
    )
    room = (high - min(start, low)) or 1.0
    figure.update_xaxes(visible=False, range=[min(start, low) - (0.18 * room if low < 0 else 0), high + 0.45 * room])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", tickfont={"color": look.ink})
    return figure
