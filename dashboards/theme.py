"""How the pages look: one set of colours, type and spacing for markup and charts.

Belongs here: tokens, the style sheet (theme.css) filled with them, the Plotly template.
Does not belong here: markup (markup.py), figures (charts.py).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import plotly.graph_objects as go

from dashboards.i18n import Translate

# Fonts that stand on the machines people have; nothing is downloaded.
FONTS = (
    '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", '
    '"HarmonyOS Sans SC", "WenQuanYi Micro Hei", "Noto Sans SC", sans-serif'
)
INK = "#17252f"
MUTED = "#566570"
LINE = "#e1e6e4"
PAPER = "#f5f7f5"
CARD = "#ffffff"
BRAND = "#1d5468"
# Status colours: told apart by lightness too, each at least 4.5:1 on white.
COLOURS = {"good": "#1b7a57", "warn": "#9a6200", "bad": "#b4232f", "quiet": "#5c6a74"}
TINTS = {"good": "#e3f3ec", "warn": "#fbf0d9", "bad": "#fbe7e7", "quiet": "#edf0f1"}


@cache
def _style_sheet() -> str:
    return Path(__file__).with_name("theme.css").read_text(encoding="utf-8")


def css(tr: Translate) -> str:
    """Return the style element of every page."""
    tokens = {"ink": INK, "muted": MUTED, "line": LINE, "paper": PAPER, "card": CARD, "brand": BRAND, "fonts": FONTS}
    tokens |= COLOURS | {f"{name}-tint": tint for name, tint in TINTS.items()}
    root = "".join(f"--{name}:{value};" for name, value in tokens.items())
    words = f'[data-testid="stSelectboxVirtualDropdownEmpty"]::after{{content:"{tr("picker.nothing")}"}}'
    return f"<style>:root{{{root}}}{_style_sheet()}{words}</style>"


def plain(figure: go.Figure, height: int) -> go.Figure:
    """Give a figure the one look: quiet axes, no frame, the pages' own type."""
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 8, "r": 16, "t": 8, "b": 8},
        font={"family": FONTS, "size": 13, "color": INK},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONTS, "size": 13}, "bgcolor": CARD, "bordercolor": LINE},
        showlegend=False,
        dragmode=False,
    )
    figure.update_xaxes(
        showgrid=False, zeroline=False, linecolor=LINE, tickcolor=LINE, automargin=True, fixedrange=True
    )
    figure.update_yaxes(gridcolor=LINE, zeroline=False, automargin=True, fixedrange=True)
    return figure
