"""A picture of lines over days as markup: lines drawn beneath, words, ticks and points to touch as text above them.

It costs a browser nothing to load, and its words keep their size on a phone.
Belongs here: placing. Does not belong here: what is drawn (trend.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from dashboards import markup

Point = tuple[dt.date, float]
# What is left free around the data, as a share of its breadth and height.
ROOM_X, ROOM_Y = 0.02, 0.08


@dataclass
class Plot:
    """Lines and words between two days and two values."""

    days: tuple[dt.date, dt.date]
    values: tuple[float, float]
    paths: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def x(self, day: dt.date) -> float:
        """Where a day lies, in hundredths of the breadth."""
        span = max((self.days[1] - self.days[0]).days, 1)
        return 100 * (ROOM_X + (1 - 2 * ROOM_X) * (day - self.days[0]).days / span)

    def y(self, value: float) -> float:
        """Where a value lies, in hundredths from the top."""
        span = (self.values[1] - self.values[0]) or 1.0
        return 100 * (ROOM_Y + (1 - 2 * ROOM_Y) * (self.values[1] - value) / span)

    def line(self, points: Sequence[Point | None], colour: str, width: float, dash: str = "") -> None:
        """A line through points; nothing is drawn where one is missing."""
        pen, pieces = "M", []
        for point in points:
            if point is not None:
                pieces.append(f"{pen}{self.x(point[0]):.2f} {self.y(point[1]):.2f}")
            pen = "M" if point is None else "L"
        self._path("".join(pieces), f'stroke="{colour}" stroke-width="{width}"', dash)

    def area(self, points: Iterable[Point], colour: str) -> None:
        """A filled shape."""
        corners = "L".join(f"{self.x(day):.2f} {self.y(value):.2f}" for day, value in points)
        self._path(f"M{corners}Z", f'fill="{colour}" stroke="none"', "")

    def across(self, value: float, colour: str, dash: str = "") -> None:
        """A line from side to side."""
        self._path(f"M0 {self.y(value):.2f}H100", f'stroke="{colour}" stroke-width="1"', dash)

    def upright(self, day: dt.date, colour: str, dash: str = "") -> None:
        """A line from top to bottom."""
        self._path(f"M{self.x(day):.2f} 0V100", f'stroke="{colour}" stroke-width="1"', dash)

    def tick(self, text: str, *, day: dt.date | None = None, value: float | None = None) -> None:
        """A word beside one of the axes."""
        place = f"left:{self.x(day):.2f}%" if day is not None else f"top:{self.y(value or 0.0):.2f}%"
        self.words.append(
            f'<span class="{"below" if day is not None else "beside"}" style="{place}">{escape(text)}</span>'
        )

    def word(self, text: str, kind: str, *, x: float, y: float) -> None:
        """A word within; `kind` says on which side of its place it stands."""
        self.words.append(f'<span class="{kind}" style="left:{x:.2f}%;top:{y:.2f}%">{escape(text)}</span>')

    def point(self, at: Point, tip: str) -> None:
        """A point that tells more where it is touched."""
        side = " left" if self.x(at[0]) > 50 else ""
        place = f"left:{self.x(at[0]):.2f}%;top:{self.y(at[1]):.2f}%"
        self.words.append(f'<i class="tip{side}" tabindex="-1" data-tip="{escape(tip)}" style="{place}"></i>')

    def markup(self) -> str:
        """All of it."""
        inner = f"{markup.drawing(''.join(self.paths), 'none')}{''.join(self.words)}"
        return f'<div class="plot"><div>{inner}</div></div>'

    def _path(self, way: str, look: str, dash: str) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.paths.append(f'<path d="{way}" {look}{dashed}/>')
