"""A figure in the making: what is drawn is noted, and made into a figure at once in the end.

Plotly checks and copies the whole figure at each change made to it, which costs several times the figure itself.
Belongs here: noting traces, lines, words, axes, under Plotly's own names. Does not belong here: looks (base.py), kinds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

_BREADTH: dict[str, Any] = {"type": "line", "x0": 0, "x1": 1, "xref": "x domain", "yref": "y"}
_HEIGHT: dict[str, Any] = {"y0": 0, "y1": 1, "yref": "y domain", "xref": "x"}


@dataclass
class Sketch:
    """Traces in the order they are drawn, and the layout."""

    layout: dict[str, Any] = field(default_factory=dict)
    traces: list[dict[str, Any]] = field(default_factory=list)

    def figure(self) -> go.Figure:
        """Make the figure; Plotly refuses what it does not know."""
        return go.Figure(data=self.traces, layout=self.layout)

    def add_scatter(self, **trace: Any) -> None:
        """Points, lines, filled shapes."""
        self.traces.append({"type": "scatter", **trace})

    def add_hline(self, *, y: float, line: dict[str, Any]) -> None:
        """A line across the picture."""
        self._add("shapes", {**_BREADTH, "y0": y, "y1": y, "line": line})

    def add_vline(self, *, x: Any, line: dict[str, Any]) -> None:
        """A line from bottom to top."""
        self._add("shapes", {**_HEIGHT, "type": "line", "x0": x, "x1": x, "line": line})

    def add_vrect(self, *, x0: float, x1: float, fillcolor: str) -> None:
        """A band from bottom to top, behind the rest."""
        band = {"type": "rect", "x0": x0, "x1": x1, "fillcolor": fillcolor, "line": {"width": 0}, "layer": "below"}
        self._add("shapes", {**_HEIGHT, **band})

    def add_annotation(self, **words: Any) -> None:
        """Words at a place."""
        self._add("annotations", words)

    def update_xaxes(self, **axis: Any) -> None:
        """Settle something of the horizontal axis."""
        self.update_layout(xaxis=axis)

    def update_yaxes(self, **axis: Any) -> None:
        """Settle something of the vertical axis."""
        self.update_layout(yaxis=axis)

    def update_layout(self, **changes: Any) -> None:
        """Settle something of the whole."""
        _merge(self.layout, changes)

    def _add(self, kind: str, one: dict[str, Any]) -> None:
        self.layout.setdefault(kind, []).append(one)


def _merge(known: dict[str, Any], changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if isinstance(value, dict) and isinstance(known.get(name), dict):
            known[name] = dict(known[name])
            _merge(known[name], value)
        else:
            known[name] = value
