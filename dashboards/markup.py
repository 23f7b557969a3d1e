"""Fragments of HTML: pills, cards, tables, sparklines. Pure functions from values to text, everything escaped.

Belongs here: markup shared by pages. Does not belong here: colours (theme.py, theme.css), words (locales), SQL.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from dashboards.theme import Look
from pipelines.product.status import Lang, Status

LONG = 20
_FIGURE = re.compile(r"^(CNY )?([<>]?−?\d[\d.,]*%?)(.*)$")


def panel(title: str, inner: str, note: str = "") -> str:
    """A white panel under its heading; `inner` is markup already."""
    small = f'<p class="note">{escape(note)}</p>' if note else ""
    return f'<section class="panel"><h2>{escape(title)}</h2>{small}{inner}</section>'


def coded(text: str) -> str:
    """Text as markup, with what stands between backticks as code."""
    return re.sub(r"`([^`]+)`", r'<code class="command">\1</code>', escape(text))


def pill(status: Status, lang: Lang) -> str:
    """A status: colour, icon and word."""
    icon = f'<i aria-hidden="true">{status.icon}</i>'
    return f'<span class="pill {status.colour}">{icon}{escape(status.word(lang))}</span>'


def tag(text: str, hint: str = "", kind: str = "") -> str:
    """A quiet label, such as 演示数据 or 对标."""
    return f'<span class="tag {kind}" title="{escape(hint)}">{escape(text)}</span>'


def link(href: str, inner: str, kind: str = "", hint: str = "") -> str:
    """A link within the pages; `inner` is markup already."""
    title = f' title="{escape(hint)}"' if hint else ""
    return f'<a class="go {kind}" href="{escape(href)}" target="_self"{title}>{inner}</a>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """A list of term and description; descriptions are markup already, long ones take the whole width."""

    def css(description: str) -> str:
        return ' class="wide"' if len(description) > LONG else ""

    rows = "".join(
        f"<div{css(description)}><dt>{escape(term)}</dt><dd>{description}</dd></div>" for term, description in pairs
    )
    return f'<dl class="facts">{rows}</dl>'


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str, numeric: Iterable[int] = (), kind: str = ""
) -> str:
    """A table that scrolls within itself, or stacks on a phone; a head's second line is its smaller print.

    Cells are markup already, heads and caption are text.
    """
    right = set(numeric)

    def css(place: int) -> str:
        return ' class="num"' if place in right else ""

    def row(cells: Sequence[str]) -> str:
        drawn = (
            f'<td data-label="{escape(heads[place].splitlines()[0] if heads[place] else "")}"{css(place)}>{cell}</td>'
            for place, cell in enumerate(cells)
        )
        return f"<tr>{''.join(drawn)}</tr>"

    def head(place: int, text: str) -> str:
        first, _, second = escape(text).partition("\n")
        small = f"<small>{second}</small>" if second else ""
        return f'<th scope="col"{css(place)}>{first}{small}</th>'

    top = "".join(head(place, text) for place, text in enumerate(heads))
    body = "".join(row(cells) for cells in rows)
    return (
        f'<div class="table {kind}" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def sparkline(values: Sequence[float | None], target: float | None, label: str, look: Look) -> str:
    """A small line of the last periods with the target dashed; gaps stay gaps."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    width, height, pad = 120.0, 34.0, 4.0
    reach = known + ([target] if target is not None else [])
    low, high = min(reach), max(reach)
    span = (high - low) or 1.0

    def x(place: int) -> float:
        return pad + place * (width - 2 * pad) / (len(values) - 1)

    def y(value: float) -> float:
        return height - pad - (value - low) / span * (height - 2 * pad)

    pieces, pen = [], "M"
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        pieces.append(f"{pen}{x(place):.1f} {y(value):.1f}")
        pen = "L"
    aim = (
        f'<line x1="0" x2="{width:.0f}" y1="{y(target):.1f}" y2="{y(target):.1f}" stroke="{look.muted}" '
        'stroke-width="1" stroke-dasharray="3 3"/>'
        if target is not None
        else ""
    )
    last = max(place for place, value in enumerate(values) if value is not None)
    dot = f'<circle cx="{x(last):.1f}" cy="{y(values[last] or 0):.1f}" r="3" fill="{look.brand}"/>'
    line = f'<path d="{" ".join(pieces)}" fill="none" stroke="{look.brand}" stroke-width="2" stroke-linejoin="round"/>'
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
    picture = b64encode(f"<svg {frame}>{aim}{line}{dot}</svg>".encode()).decode()
    return f'<img class="spark" alt="{escape(label)}" src="data:image/svg+xml;base64,{picture}">'


def drawing(inner: str, stroke: str) -> str:
    """Lines over a box of any size, in hundredths of it; decoration, as what it shows is told elsewhere."""
    look = f'fill="none" stroke="{stroke}" stroke-width="1.5" stroke-linejoin="round"'
    even = inner.replace("<path ", '<path vector-effect="non-scaling-stroke" ')
    frame = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none"'
    picture = b64encode(f"<svg {frame}><g {look}>{even}</g></svg>".encode()).decode()
    return f'<img alt="" src="data:image/svg+xml;base64,{picture}">'


def bars(rows: Iterable[tuple[str, float, float, str, str, str]]) -> str:
    """A bar a row: label (markup), where it begins, how long it is in hundredths, colour, text, what a touch tells."""
    items = []
    for label, begins, size, colour, text, tip in rows:
        look = f"margin-left:{begins:.2f}%;width:{size:.2f}%;background:{colour}"
        told = f' class="tip" tabindex="-1" data-tip="{escape(tip)}"' if tip else ""
        items.append(f'<li><span>{label}</span><div{told}><i style="{look}"></i><b>{escape(text)}</b></div></li>')
    return f'<ul class="bars">{"".join(items)}</ul>'


def figure(text: str) -> str:
    """A figure with its unit in smaller print; words alone, such as that there is no data, are quiet."""
    parts = _FIGURE.match(text)
    if parts is None:
        return f'<span class="none">{escape(text)}</span>'
    before, number, after = (escape(part.strip()) for part in parts.groups(""))
    return "".join((f"<small>{before}</small>" if before else "", number, f"<small>{after}</small>" if after else ""))
