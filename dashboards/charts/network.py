"""The neighbour network's tree: a centre, a station a unit, its points as built and as planned, one dot each.

Belongs here: this one kind. Does not belong here: counting (the warehouse does).
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from dashboards import markup
from dashboards.charts.base import Pen, Picture, kept, records, twin
from pipelines.product import format as fmt

HEADS = ("unit", "stations", "built", "planned", "share")


@kept
def picture(units: pd.DataFrame, centres: int, pen: Pen) -> Picture:
    """Draw a branch a unit.

    `units`: code, name, link, stations, built, planned (numbers, may be absent). What is furthest from its plan stands
    first. `centres` is how many stand above them.
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
    boxes = _boxes(shown, centres)
    return Picture(_finding(frame, centres, pen), twin(heads, rows), tr("network.note"), boxes=boxes)


def _boxes(shown: list[dict[str, Any]], centres: int) -> str:
    """The centre, and a branch a unit: its station, its points as they stand, those it lacks."""
    branches = []
    for one in shown:
        marks = {"station": min(one["stations"], 1), "built": one["built"], "lacking": one["lacking"]}
        dots = "".join(f'<i class="{name}"></i>' * count for name, count in marks.items())
        share = f"<em>{one['built']}/{one['planned']}</em>" if one["planned"] else ""
        name = markup.link(one["link"], escape(one["name"]), "page")
        branches.append(f"<li>{name}<span>{dots}{share}</span></li>")
    root = '<i class="centre"></i>' * centres
    return f'<div class="network"><b aria-hidden="true">{root}</b><ul>{"".join(branches)}</ul></div>'


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
