"""A figure over time: its way against the path to the target, the deadline, and when it arrives at the recent pace.

Belongs here: this one kind. Does not belong here: forecasting (the warehouse tells the days).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboards.charts.base import Pen, Picture, kept, ticks, twin
from dashboards.charts.plot import Plot
from pipelines.product import format as fmt

# A forecast is drawn this far beyond the last figure or the deadline at most; later days are told in words.
REACH_DAYS = 550
# As many years as are written below, and how near a side a word must not be written across it (in hundredths).
MOST_YEARS, EDGE = 7, 12
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
    hover = [f"{name}\n{text} {share}" for name, text, share, _ in rows]
    last = points[points["value"].notna()].iloc[-1]
    ahead = bool(aim and aim.reached_on and aim.reached_on > last["period_end"])
    heads = [tr(f"trend.head_{name}") for name in HEADS]
    note = tr("trend.note_ahead" if ahead else "trend.note" if aim else "trend.note_free")
    title = _finding(points, rows, aim if ahead else None, pen, unit)
    plot = _drawn(points, path, aim, hover, pen, unit)
    _write_last(plot, points, fmt.figure(last["value"], unit, lang, decimals))
    return Picture(title, twin(heads, rows[::-1]), note, boxes=plot.markup())


def _drawn(points: pd.DataFrame, path: pd.DataFrame, aim: Aim | None, hover: list[str], pen: Pen, unit: str) -> Plot:
    look = pen.look
    last = points[points["value"].notna()].iloc[-1]
    end = aim.deadline if aim and aim.deadline else last["period_end"]
    ahead = bool(aim and aim.reached_on and aim.reached_on > last["period_end"])
    limit = max(last["period_end"], end) + dt.timedelta(REACH_DAYS)
    until = max(last["period_end"], end, *([min(limit, aim.latest or limit)] if aim and ahead else []))
    values = [*points["value"].dropna(), *path["path_target"], *([aim.target] if aim else [0.0])]
    places = ticks(values, unit, pen.lang)
    plot = Plot((points["period_end"].iloc[0], until), (min(values), max(values)))
    for value, text in zip(places["tickvals"], places["ticktext"], strict=True):
        if 0 <= plot.y(float(value)) <= 100:
            plot.across(float(value), look.line)
            plot.tick(str(text), value=float(value))
    for text, day in _marks(points, until):
        plot.tick(text, day=day)
    if aim and ahead:
        _draw_forecast(plot, pen, last, aim, limit)
    if aim and aim.deadline and len(path):
        road = [*zip(path["period_end"], path["path_target"], strict=True), (aim.deadline, aim.target)]
        plot.line(road, look.muted, 1.5, "5 4")
    if aim:
        _draw_aim(plot, pen, aim)
    marks = [
        (day, float(value)) if value is not None else None
        for day, value in zip(points["period_end"], points["value"].where(points["value"].notna(), None), strict=True)
    ]
    plot.line(marks, look.brand, 2.5)
    for mark, tip in zip(marks, hover, strict=True):
        if mark is not None:
            plot.point(mark, tip)
    return plot


def _marks(points: pd.DataFrame, until: dt.date) -> list[tuple[str, dt.date]]:
    """What is written below: years, which fit on a phone; the first and the last period where none begins within."""
    first = points["period_end"].iloc[0]
    years = [year for year in range(first.year, until.year + 1) if dt.date(year, 1, 1) >= first]
    if years:
        return [(str(year), dt.date(year, 1, 1)) for year in years[:: -(-len(years) // MOST_YEARS)]]
    ends = {place: str(points["label"].iloc[place]) for place in dict.fromkeys((0, len(points) - 1))}
    return [(text, points["period_end"].iloc[place]) for place, text in ends.items()]


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


def _draw_forecast(plot: Plot, pen: Pen, last: pd.Series, aim: Aim, limit: dt.date) -> None:
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
    plot.area(wedge, pen.look.brand_tint)
    plot.line([(start, value), at(aim.reached_on)], pen.look.brand, 2, "2 4")


def _write_last(plot: Plot, points: pd.DataFrame, text: str) -> None:
    """The last value, clear of the line that leads to it: above a rise, below a fall."""
    known = points[points["value"].notna()]
    last = known.iloc[-1]
    is_fall = len(known) > 1 and known["value"].iloc[-2] > last["value"]
    x = plot.x(last["period_end"])
    side = " starts" if x < EDGE else " ends" if x > 100 - EDGE else ""
    plot.word(text, f"last {'down' if is_fall else 'up'}{side}", x=x, y=plot.y(last["value"]))


def _draw_aim(plot: Plot, pen: Pen, aim: Aim) -> None:
    look = pen.look
    plot.across(aim.target, look.muted, "2 3")
    # To the right where years lie ahead: nothing is drawn there that it could cover.
    place = {"x": 100.0, "kind": "up ends"} if aim.deadline else {"x": 0.0, "kind": "up starts"}
    plot.word(pen.tr("chart.target", target=aim.text), y=plot.y(aim.target), **place)  # type: ignore[arg-type]
    if aim.deadline:
        plot.upright(aim.deadline, look.muted, "2 3")
        text = pen.tr("chart.deadline", day=fmt.day(aim.deadline, pen.lang))
        plot.word(text, "up ends", x=plot.x(aim.deadline), y=100.0)
