"""A figure over time: its way against the path to the target, the deadline, and when it arrives at the recent pace.

Belongs here: this one kind. Does not belong here: forecasting (the warehouse tells the days).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from dashboards.charts.base import STRONG, Pen, Picture, canvas, kept, ticks, twin, write
from dashboards.charts.sketch import Sketch
from pipelines.product import format as fmt

# A forecast is drawn this far beyond the last figure or the deadline at most; later days are told in words.
REACH_DAYS = 550
HEADS = ("period", "value", "share", "coverage")


@dataclass(frozen=True)
class Aim:
    """A target: how it is written, by when, and the days it is reached at the recent pace (90 % between both)."""

    target: float
    text: str
    deadline: dt.date | None = None
    reached_on: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None


@kept
def picture(
    points: pd.DataFrame, path: pd.DataFrame, aim: Aim | None, pen: Pen, *, unit: str, decimals: int
) -> Picture:
    """Draw the periods so far.

    `points`: period_end, label, value, numerator, denominator, coverage, oldest first, at least one value.
    `path`: period_end, path_target (may be empty).
    """
    tr, lang = pen.tr, pen.lang
    texts = [fmt.figure(value, unit, lang, decimals) for value in points["value"]]
    shares = [
        fmt.out_of(above, below, lang) if below is not None else ""
        for above, below in zip(points["numerator"], points["denominator"], strict=True)
    ]
    reported = [fmt.percent(share * 100, 0) if share is not None else "" for share in points["coverage"]]
    rows = list(zip(points["label"], texts, shares, reported, strict=True))
    hover = [f"{name}<br>{text} {share}" for name, text, share, _ in rows]
    last = points[points["value"].notna()].iloc[-1]
    ahead = bool(aim and aim.reached_on and aim.reached_on > last["period_end"])
    heads = [tr(f"trend.head_{name}") for name in HEADS]
    note = tr("trend.note_ahead" if ahead else "trend.note" if aim else "trend.note_free")
    draw = partial(_draw, points, path, aim, hover, pen, unit, decimals)
    return Picture(_finding(points, rows, aim if ahead else None, pen, unit), draw, twin(heads, rows[::-1]), note)


def _draw(
    points: pd.DataFrame, path: pd.DataFrame, aim: Aim | None, hover: list[str], pen: Pen, unit: str, decimals: int
) -> Sketch:
    figure = canvas(pen, 320)
    last = points[points["value"].notna()].iloc[-1]
    end = aim.deadline if aim and aim.deadline else last["period_end"]
    ahead = bool(aim and aim.reached_on and aim.reached_on > last["period_end"])
    if aim and ahead:
        _draw_forecast(figure, pen, last, aim, max(last["period_end"], end) + dt.timedelta(REACH_DAYS))
    if aim and aim.deadline and len(path):
        road = [*zip(path["period_end"], path["path_target"], strict=True), (aim.deadline, aim.target)]
        line = {"color": pen.look.muted, "width": 1.5, "dash": "dash"}
        figure.add_scatter(
            x=[at for at, _ in road], y=[to for _, to in road], mode="lines", line=line, hoverinfo="skip"
        )
    _draw_values(figure, pen, points, hover)
    if aim:
        _draw_aim(figure, pen, aim)
    _write_last(figure, pen, points, fmt.figure(last["value"], unit, pen.lang, decimals))
    values = [*points["value"].dropna(), *path["path_target"], *([aim.target] if aim else [0.0])]
    figure.update_yaxes(rangemode="tozero" if aim is None else "normal", **ticks(values, unit, pen.lang))
    # Years are marked, not periods: they fit on a phone, and month names would come in English.
    shown_until = max(last["period_end"], end, aim.reached_on if aim and ahead and aim.reached_on else end)
    years = range(points["period_end"].iloc[0].year, shown_until.year + 2)
    figure.update_xaxes(tickvals=[f"{year}-01-01" for year in years], ticktext=[str(year) for year in years])
    return figure


def _finding(points: pd.DataFrame, rows: list[tuple[str, str, str, str]], aim: Aim | None, pen: Pen, unit: str) -> str:
    """From where to where, and when it arrives at this pace."""
    tr, lang = pen.tr, pen.lang
    known = [place for place, value in enumerate(points["value"]) if value is not None]
    if len(known) == 1:
        return tr("trend.title_one", period=rows[known[0]][0], value=rows[known[0]][1])
    first, last = known[0], known[-1]
    change = fmt.difference(points["value"].iloc[last] - points["value"].iloc[first], unit, lang)
    ends = {"first": rows[first][0], "last": rows[last][0], "before": rows[first][1], "after": rows[last][1]}
    title = tr("trend.title", **ends, change=change)
    if aim is None or aim.reached_on is None:
        return title
    late = aim.deadline is not None and aim.reached_on > aim.deadline
    key = "trend.arrives_late" if late else "trend.arrives"
    return tr(key, title=title, day=fmt.day(aim.reached_on, lang), deadline=fmt.day(aim.deadline, lang))


def _draw_values(figure: Sketch, pen: Pen, points: pd.DataFrame, hover: list[str]) -> None:
    figure.add_scatter(
        x=points["period_end"],
        y=points["value"],
        mode="lines+markers",
        line={"color": pen.look.brand, "width": 2.5},
        marker={"size": 7, "color": pen.look.card, "line": {"color": pen.look.brand, "width": 2}},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        connectgaps=False,
        cliponaxis=False,
    )


def _draw_forecast(figure: Sketch, pen: Pen, last: pd.Series, aim: Aim, limit: dt.date) -> None:
    """The line on to the target, and the wedge it lies in with 90 % confidence."""
    start, value = last["period_end"], last["value"]

    def at(day: dt.date | None) -> tuple[dt.date, float]:
        """Where a line towards the target on a day leaves the picture; level where it never gets there."""
        if day is None:
            return limit, value
        if day <= limit:
            return day, aim.target
        return limit, value + (aim.target - value) * (limit - start).days / (day - start).days

    early, late = at(aim.earliest), at(aim.latest)
    corner = [(limit, aim.target)] if late[0] == limit and early[0] < limit else []
    wedge = [(start, value), early, *corner, late, (start, value)]
    figure.add_scatter(
        x=[day for day, _ in wedge],
        y=[height for _, height in wedge],
        mode="lines",
        fill="toself",
        fillcolor=pen.look.brand_tint,
        line={"width": 0},
        hoverinfo="skip",
        name="interval",
    )
    middle = at(aim.reached_on)
    line = {"color": pen.look.brand, "width": 2, "dash": "dot"}
    figure.add_scatter(
        x=[start, middle[0]], y=[value, middle[1]], mode="lines", line=line, hoverinfo="skip", name="forecast"
    )


def _write_last(figure: Sketch, pen: Pen, points: pd.DataFrame, text: str) -> None:
    """The last value, clear of the line that leads to it: above a rise, below a fall."""
    known = points[points["value"].notna()]
    last = known.iloc[-1]
    is_fall = len(known) > 1 and known["value"].iloc[-2] > last["value"]
    place: dict[str, Any] = {"x": last["period_end"], "y": last["value"], "yshift": -18 if is_fall else 18}
    write(figure, pen, f"<b>{text}</b>", size=STRONG, strong=True, bgcolor=pen.look.card, **place)


def _draw_aim(figure: Sketch, pen: Pen, aim: Aim) -> None:
    line = {"color": pen.look.muted, "width": 1, "dash": "dot"}
    figure.add_hline(y=aim.target, line=line)
    text = pen.tr("chart.target", target=aim.text)
    # To the right where years lie ahead: nothing is drawn there that it could cover.
    end: dict[str, Any] = {"x": 1, "xanchor": "right"} if aim.deadline else {"x": 0, "xanchor": "left"}
    write(figure, pen, text, xref="paper", y=aim.target, yanchor="bottom", **end)
    if aim.deadline:
        figure.add_vline(x=aim.deadline.isoformat(), line=line)
        text = pen.tr("chart.deadline", day=fmt.day(aim.deadline, pen.lang))
        place: dict[str, Any] = {
            "x": aim.deadline.isoformat(),
            "yref": "paper",
            "y": 0,
            "xanchor": "right",
            "yanchor": "bottom",
        }
        write(figure, pen, text, **place)
