"""Figures: pure functions from data frame to Plotly figure, in the one theme, with no word of their own.

Belongs here: shapes. Does not belong here: SQL, texts (they are handed in), geography (nothing may be fetched).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboards.theme import BRAND, CARD, INK, LINE, MUTED, plain

# No tool bar: its tips are English, and tables beside every figure serve whoever wants the numbers.
CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True)
class Aim:
    """A target line: where it stands, by when, and what is written at it."""

    target: float
    target_text: str
    deadline: dt.date | None
    deadline_text: str


def trend(points: pd.DataFrame, path: pd.DataFrame, aim: Aim | None) -> go.Figure:
    """A line of values against the path to the target.

    `points`: period_end, value, label, text, hover. `path`: period_end, path_target (may be empty).
    """
    figure = go.Figure()
    if aim and aim.deadline and len(path):
        road = [*zip(path["period_end"], path["path_target"], strict=True), (aim.deadline, aim.target)]
        figure.add_scatter(
            x=[point[0] for point in road],
            y=[point[1] for point in road],
            mode="lines",
            line={"color": MUTED, "width": 1.5, "dash": "dash"},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=points["period_end"],
        y=points["value"],
        mode="lines+markers",
        line={"color": BRAND, "width": 2.5},
        marker={"size": 7, "color": CARD, "line": {"color": BRAND, "width": 2}},
        customdata=points["hover"],
        hovertemplate="%{customdata}<extra></extra>",
        connectgaps=False,
        cliponaxis=False,
    )
    if aim:
        _draw_aim(figure, aim)
    last = points.iloc[-1]
    figure.add_annotation(
        x=last["period_end"],
        y=last["value"],
        text=f"<b>{last['text']}</b>",
        showarrow=False,
        yshift=18,
        bgcolor=CARD,
        font={"size": 14, "color": INK},
    )
    # Years are marked, not periods: they fit on a phone, and month names would come in English.
    years = sorted(
        {day.year for day in points["period_end"]} | ({aim.deadline.year} if aim and aim.deadline else set())
    )
    figure.update_xaxes(tickvals=[f"{year}-01-01" for year in years], ticktext=[str(year) for year in years])
    figure.update_yaxes(rangemode="tozero" if aim is None else "normal")
    return plain(figure, 320)


def _draw_aim(figure: go.Figure, aim: Aim) -> None:
    figure.add_hline(y=aim.target, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.add_annotation(
        xref="paper",
        x=0,
        y=aim.target,
        text=aim.target_text,
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"color": MUTED, "size": 12},
    )
    if aim.deadline:
        figure.add_vline(x=aim.deadline.isoformat(), line={"color": MUTED, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=aim.deadline.isoformat(),
            yref="paper",
            y=0,
            text=aim.deadline_text,
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            font={"color": MUTED, "size": 12},
        )


def unit_bars(bars: pd.DataFrame, colours: dict[str, str]) -> go.Figure:
    """Horizontal bars, one a unit, coloured by band, the text at the bar's end.

    `bars`: name, size, band, text, hover; the first row stands on top.
    """
    figure = go.Figure()
    figure.add_bar(
        x=bars["size"],
        y=bars["name"],
        orientation="h",
        marker={"color": [colours[band] for band in bars["band"]]},
        text=bars["text"],
        textposition="outside",
        textfont={"size": 12, "color": INK},
        cliponaxis=False,
        customdata=bars["hover"],
        hovertemplate="%{customdata}<extra></extra>",
    )
    most = float(bars["size"].max() or 0) if len(bars) else 0.0
    figure.update_xaxes(visible=False, range=[0, most * 1.35 or 1])
    figure.update_yaxes(autorange="reversed", showgrid=False, ticks="", linecolor=LINE)
    figure.update_layout(bargap=0.35)
    return plain(figure, 60 + 26 * len(bars))
