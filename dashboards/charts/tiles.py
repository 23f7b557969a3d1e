"""The units of an area as tiles of one size, each a link, or as their own outlines where a file of them was supplied.

Belongs here: this one kind, and its stable layout. Does not belong here: reading outlines (outlines.py).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboards import markup
from dashboards.charts.base import Pen, Picture, kept, records, twin
from pipelines.product.status import STATUSES

Ring = Sequence[tuple[float, float]]
# As many tiles in a row as leave the last row fullest; a narrow window takes fewer.
COLUMNS = range(10, 5, -1)
SHOWN = ("missed", "behind", "on_track", "met", "monitored", "no_data")
NAME_LINE = 5
# How strongly the fullest tile is coloured: words on it must stay legible.
DEEPEST = 0.42


@kept
def picture(units: pd.DataFrame, outlines: Mapping[str, Sequence[Ring]], pen: Pen) -> Picture:
    """Draw a tile a unit, coloured by the worst status its binding clauses have.

    `units`: unit_id, code, name, link, and how many clauses stand at each of SHOWN. Tiles stand in the order of codes.
    `outlines`: rings of longitude and latitude by unit_id; used only where every unit has them.
    """
    tr, lang = pen.tr, pen.lang
    shown = records(units.sort_values("code"))
    rows = []
    for one in shown:
        status = STATUSES[_worst(one)]
        rows.append((one["name"], f"{status.icon} {status.word(lang)}", *(str(int(one[name])) for name in SHOWN)))
    heads = [tr("tiles.head_unit"), tr("tiles.head_status"), *(STATUSES[name].word(lang) for name in SHOWN)]
    table = twin(heads, rows)
    boxes = (
        _outlined(shown, outlines, pen)
        if shown and all(one["unit_id"] in outlines for one in shown)
        else _boxes(shown, pen)
    )
    return Picture(_finding(shown, pen), table, tr("tiles.note"), boxes=boxes)


def _boxes(shown: list[dict[str, Any]], pen: Pen) -> str:
    """Tiles of one size as links: they are reached by keyboard and by finger, and wrap as the window asks."""
    most = max((one["missed"] + one["behind"] for one in shown), default=0)
    columns = min(COLUMNS, key=lambda count: -len(shown) % count)
    items = []
    for one in shown:
        short = int(one["missed"] + one["behind"])
        deep = f' style="--deep:{short / most * DEEPEST:.0%}"' if short else ""
        items.append(f"<li{deep}>{markup.link(one['link'], _inner(one, pen), _kind(one))}</li>")
    return f'<ul class="tiles" style="--columns:{columns}">{"".join(items)}</ul>'


def _kind(one: dict[str, Any]) -> str:
    short = " short" if one["missed"] or one["behind"] else ""
    return f"page tile {STATUSES[_worst(one)].colour}{short}"


def _inner(one: dict[str, Any], pen: Pen) -> str:
    """A unit's name, its worst status, and how many clauses it is short of."""
    status, short = STATUSES[_worst(one)], int(one["missed"] + one["behind"])
    word = escape(status.word(pen.lang))
    icon = f'<i role="img" aria-label="{word}" title="{word}">{status.icon}</i>'
    return f"<span>{escape(one['name'])}</span><b>{icon}{f' {short}' if short else ''}</b>"


def _outlined(shown: list[dict[str, Any]], outlines: Mapping[str, Sequence[Ring]], pen: Pen) -> str:
    """Outlines as links cut to shape, under the borders and names; what belongs to a unit opens it."""
    points = [point for one in shown for ring in outlines[one["unit_id"]] for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    wide, high = (east - west) or 1e-9, (north - south) or 1e-9

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return 100 * (point[0] - west) / wide, 100 * (north - point[1]) / high

    most = max(one["missed"] + one["behind"] for one in shown)
    shapes, words, paths = [], [], []
    for one in shown:
        short = one["missed"] + one["behind"]
        rings = [[place(point) for point in ring] for ring in outlines[one["unit_id"]]]
        for number, ring in enumerate(rings):
            cut = ",".join(f"{x:.2f}% {y:.2f}%" for x, y in ring)
            style = f"--deep:{short / most * DEEPEST if short else 0:.0%};clip-path:polygon({cut})"
            inner = f'<span class="unseen">{_inner(one, pen)}</span>' if not number else ""
            hidden = ' aria-hidden="true"' if number else ""
            shapes.append(
                f'<li style="{style}"{hidden}>{markup.link(one["link"], inner, _kind(one), _told(one, pen))}</li>'
            )
            paths.append(f"M{'L'.join(f'{x:.2f} {y:.2f}' for x, y in ring)}Z")
        x, y = _middle(rings[0])
        words.append(f'<span style="left:{x:.1f}%;top:{y:.1f}%">{_inner(one, pen)}</span>')
    ratio = wide * math.cos(math.radians((south + north) / 2)) / high
    borders = markup.drawing("".join(f'<path d="{path}"/>' for path in paths), pen.look.card)
    return (
        f'<div class="outlines" style="aspect-ratio:{ratio:.3f}"><ul>{"".join(shapes)}</ul>{borders}'
        f'<div aria-hidden="true">{"".join(words)}</div></div>'
    )


def _told(one: dict[str, Any], pen: Pen) -> str:
    return f"{one['name']} · {STATUSES[_worst(one)].word(pen.lang)}"


def _middle(ring: Ring) -> tuple[float, float]:
    """The middle of a ring's box."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _worst(one: dict[str, Any]) -> str:
    """The worst status any of a unit's clauses has."""
    return next((name for name in SHOWN if one[name]), "no_data")


def _finding(shown: list[dict[str, Any]], pen: Pen) -> str:
    """How many fall short, and which of them in most clauses."""
    tr = pen.tr
    short = [one for one in shown if one["missed"] or one["behind"]]
    if not short:
        return tr("tiles.title_none", count=len(shown))
    most = max(one["missed"] + one["behind"] for one in short)
    names = [one["name"] for one in short if one["missed"] + one["behind"] == most]
    listed = tr("tiles.and").join(names[:2])
    key = "tiles.title_more" if len(names) > 2 else "tiles.title"
    return tr(key, count=len(shown), short=len(short), names=listed, most=int(most))
