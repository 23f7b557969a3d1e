"""Deliveries month by month: what was due, what came in time, late or not at all.

Belongs here: this one kind. Does not belong here: what is due (the warehouse tells).
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from dashboards.charts.base import SMALL, Pen, Picture, canvas, kept, records, twin
from dashboards.charts.sketch import Sketch
from pipelines.product import format as fmt
from pipelines.product.status import REPORTS

HEADS = ("dataset", "month", "due", "received", "late", "missing")
# The worst first: it decides a cell.
STATUSES = ("missing", "late", "not_yet_due", "received")


@kept
def picture(slots: pd.DataFrame, pen: Pen) -> Picture:
    """Draw a cell a dataset and month, coloured by the worst that happened in it.

    `slots`: name (of the dataset), due_on, status, units (how many are told of: 1 for a single unit's own).
    """
    tr, look = pen.tr, pen.look
    counted = slots.assign(month=[f"{day:%Y-%m}" for day in slots["due_on"]])
    cells = counted.pivot_table(
        index=["name", "month"], columns="status", values="units", aggfunc="sum", fill_value=0
    ).reset_index()
    for status in STATUSES:
        if status not in cells:
            cells[status] = 0
    shown = records(cells)
    rows = [
        (
            one["name"], one["month"], str(sum(one[status] for status in STATUSES)),
            *(str(one[status]) for status in ("received", "late", "missing")),
        )
        for one in shown
    ]  # fmt: skip
    legend = tuple(
        (look.status(REPORTS[status].colour), f"{REPORTS[status].icon} {REPORTS[status].word(pen.lang)}")
        for status in STATUSES
    )
    heads = [tr(f"calendar.head_{name}") for name in HEADS]
    draw = partial(_draw, shown, pen)
    return Picture(_finding(counted, pen), twin(heads, rows), tr("calendar.note"), legend, draw=draw)


def _draw(shown: list[dict[str, Any]], pen: Pen) -> Sketch:
    look = pen.look
    months = sorted({one["month"] for one in shown})
    names = list(dict.fromkeys(one["name"] for one in shown))
    figure = canvas(pen, 50 + 30 * len(names))
    worst = [next(status for status in STATUSES if one[status]) for one in shown]
    several = max((sum(one[status] for status in STATUSES) for one in shown), default=1) > 1
    figure.add_scatter(
        x=[months.index(one["month"]) for one in shown],
        y=[names.index(one["name"]) for one in shown],
        mode="markers+text",
        marker={
            "symbol": "square",
            "size": 24,
            "color": [look.tint(REPORTS[status].colour) for status in worst],
            "line": {"color": [look.status(REPORTS[status].colour) for status in worst], "width": 1},
        },
        text=[
            str(one[status]) if several and status in ("missing", "late") else REPORTS[status].icon
            for one, status in zip(shown, worst, strict=True)
        ],
        textfont={"size": SMALL, "color": [look.status(REPORTS[status].colour) for status in worst]},
        customdata=[f"{one['name']} · {one['month']}<br>{_told(one, pen)}" for one in shown],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    figure.update_xaxes(tickvals=list(range(len(months))), ticktext=months, range=[-0.6, len(months) - 0.4], side="top")
    figure.update_xaxes(linecolor="rgba(0,0,0,0)", ticks="", tickangle=0, tickfont={"size": SMALL, "color": look.muted})
    figure.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6], showgrid=False, ticks="",
        tickfont={"color": look.ink},
    )  # fmt: skip
    return figure


def _told(cell: dict[str, Any], pen: Pen) -> str:
    """How many stand at each status."""
    return pen.tr("calendar.join").join(
        f"{REPORTS[status].word(pen.lang)} {cell[status]}" for status in STATUSES if cell[status]
    )


def _finding(slots: pd.DataFrame, pen: Pen) -> str:
    """How many were due, and how many came in time."""
    due = slots[slots["status"] != "not_yet_due"]
    counts = {
        status: int(due.loc[due["status"] == status, "units"].sum()) for status in ("received", "late", "missing")
    }
    total = sum(counts.values())
    if not total:
        return pen.tr("calendar.title_none")
    share = fmt.percent(100 * counts["received"] / total, 0)
    return pen.tr(
        "calendar.title" if total > counts["received"] else "calendar.title_all", total=total, share=share, **counts
    )
