"""What a change is made of: from the figure then, cause by cause, to the figure now.

Belongs here: this one kind. Does not belong here: telling the causes (pipelines.product.change).
"""

from __future__ import annotations

from html import escape

import pandas as pd

from dashboards import markup
from dashboards.charts.base import Pen, Picture, kept, twin
from pipelines.product import format as fmt

# Parts smaller than this share of the figures would not be seen on an axis from zero.
VISIBLE = 0.25
# The longest bar, in hundredths of the room; texts stand behind the bars.
LONGEST = 65.0


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
    span = (start, min(levels), max(levels))
    boxes = _boxes([names[0], *labels, names[1]], [before, *amounts, after], texts, span, pen)
    return Picture(title, twin(heads, rows), note, boxes=boxes)


def _start(low: float, high: float) -> float:
    """Where the axis starts: at zero, unless the steps would be too small to see."""
    return 0.0 if low < 0 or high - low >= VISIBLE * high else low - (high - low)


def _boxes(
    labels: list[str], amounts: list[float], texts: list[str], span: tuple[float, float, float], pen: Pen
) -> str:
    """Each step from where the one above ended."""
    look = pen.look
    start, low, high = span
    least = min(start, low)
    rows, level = [], 0.0
    for place, (label, amount, text) in enumerate(zip(labels, amounts, texts, strict=True)):
        is_end = place in (0, len(labels) - 1)
        ends = (least if least > 0 else 0.0, amount) if is_end else (level, level + amount)
        colour = look.calm if is_end else look.brand if amount >= 0 else look.muted
        level = ends[1]
        begins, size = (
            LONGEST * part / ((max(start, high) - least) or 1.0) for part in (min(ends) - least, abs(ends[1] - ends[0]))
        )
        rows.append((escape(label), begins, size, colour, text, ""))
    return markup.bars(rows)
