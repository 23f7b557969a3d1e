"""What all pictures share: whose words and colours they are drawn in, the plain canvas, axes in the pages' own numbers.

Belongs here: what two kinds need. Does not belong here: Streamlit (shown.py), any one kind.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from typing import Any, ParamSpec

import pandas as pd
import plotly.graph_objects as go

from dashboards.charts.sketch import Sketch
from dashboards.i18n import Translate
from dashboards.theme import FONTS, Look
from pipelines.product import format as fmt
from pipelines.product.status import Lang

SMALL, PLAIN, STRONG = 12, 13, 14
KEPT = 60
P = ParamSpec("P")


@dataclass(frozen=True)
class Pen:
    """What a picture is drawn with: the reader's words, language and colours."""

    tr: Translate
    lang: Lang
    look: Look


@dataclass(frozen=True)
class Picture:
    """A figure, the finding it shows, and its twin: the same data as a table of texts, one column a head.

    The figure is drawn when it is first asked for: a finding may be read without it. Most kinds are markup instead.
    """

    title: str
    table: pd.DataFrame
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    boxes: str = ""
    draw: Callable[[], Sketch] = Sketch

    @cached_property
    def figure(self) -> go.Figure:
        """The figure, drawn."""
        return self.draw().figure()


@dataclass(frozen=True)
class _Asked:
    """What a picture is drawn of; asked again when all that is drawn is the same."""

    key: bytes
    build: Callable[[], Picture] = field(compare=False)


def kept(build: Callable[P, Picture]) -> Callable[P, Picture]:
    """Draw a picture once for all who ask for the same: a figure costs much to build and is not changed afterwards."""

    @lru_cache(maxsize=KEPT)
    def drawn(asked: _Asked) -> Picture:
        return asked.build()

    @wraps(build)
    def picture(*args: P.args, **named: P.kwargs) -> Picture:
        seen = [(one.lang, one.look) if isinstance(one, Pen) else one for one in (*args, *named.values())]
        return drawn(_Asked(pickle.dumps((list(named), seen)), lambda: build(*args, **named)))

    return picture


def canvas(pen: Pen, height: int) -> Sketch:
    """An empty figure in the one look: quiet axes, no frame, the pages' own type, nothing that zooms."""
    look, clear = pen.look, "rgba(0,0,0,0)"
    type_ = {"family": FONTS, "size": PLAIN, "color": look.ink}
    quiet = {"zeroline": False, "linecolor": look.line, "tickcolor": look.line, "automargin": True, "fixedrange": True}
    layout = {
        "template": "none",
        "height": height,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "font": type_,
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "hoverlabel": {"font": type_, "bgcolor": look.card, "bordercolor": look.edge},
        "showlegend": False,
        "dragmode": False,
        "xaxis": quiet | {"showgrid": False},
        "yaxis": quiet | {"gridcolor": look.line, "tickfont": {"color": look.muted}},
    }
    return Sketch(layout)


def write(figure: Sketch, pen: Pen, text: str, *, size: int = SMALL, strong: bool = False, **place: Any) -> None:
    """Write into a figure, quietly unless strong."""
    colour = pen.look.ink if strong else pen.look.muted
    figure.add_annotation(text=text, showarrow=False, font={"size": size, "color": colour}, **place)


def ticks(values: Iterable[float], unit: str, lang: Lang, most: int = 5) -> dict[str, list[Any]]:
    """Round places for an axis over some values, written in the pages' own numbers."""
    known = [value for value in values if not fmt.absent(value)]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = _round_step((high - low) / most or 1.0)
    if unit in fmt.WHOLE:
        step = max(step, 1.0)
    first, last = math.floor(low / step), math.ceil(high / step)
    places = [round(place * step, 10) for place in range(first, last + 1)]
    return {"tickvals": places, "ticktext": [fmt.tick(place, unit, lang) for place in places]}


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 5 times a power of ten that is not below `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least * 0.999)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, by column name."""
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype=object).tolist()]


def twin(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """The table beside a figure; heads need not differ."""
    return pd.DataFrame(list(rows), columns=pd.Index(list(heads)), dtype=object)
