"""Where the seconds of one full run go, as a picture: every statement in its thread, from start to end.

Belongs here: naming and drawing statements. Does not belong here: hearing of them (startup.py), figures of the run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from html import escape

from benchmarks.startup import Statement

# The way of the data, each layer in its colour; what is not a table of one of them is told by its verb.
COLOURS = {
    "staging": "#6b8fb3",
    "core": "#4f9a8f",
    "measures": "#8aa84f",
    "quality": "#b39a4a",
    "engine": "#c07b46",
    "marts": "#b0584f",
    "tests": "#8a7fb5",
    "published": "#7a5c8e",
    "other": "#9a9a9a",
}
BUILT = ("staging", "core", "measures", "quality", "engine", "marts")
MADE = re.compile(r'(?:table|into)\s+"?(?:(?:warehouse|facts)"?\.)?"?(published|\w+)"?\."?(\w+)"?(?:\."?(\w+))?')
WIDTH, LANE, LETTER, HEAD = 1400, 34, 6.6, 56


def named(statement: Statement) -> tuple[str, str]:
    """Return the layer a statement works for, and the table it makes."""
    if statement.text.startswith("select count(*) from ("):
        return "tests", "data test"
    if found := MADE.search(statement.text):
        schema, first, second = found.groups()
        if schema == "published":
            return "published", second or first
        if schema in COLOURS:
            return schema, first
    return "other", " ".join(statement.text.split()[:2])


def dearest(statements: Sequence[Statement], most: int = 15) -> list[tuple[str, str, float]]:
    """Return the layer, table and seconds of what took longest, all statements for it together."""
    seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
    for one in statements:
        seconds[named(one)] += one.end - one.start
    ordered = sorted(seconds.items(), key=lambda item: -item[1])
    return [(layer, table, taken) for (layer, table), taken in ordered[:most]]


def picture(statements: Sequence[Statement], seconds: float) -> str:
    """Draw the run as SVG: a lane a thread, a bar a statement; between the bars no SQL runs."""
    lanes = {thread: number for number, thread in enumerate(dict.fromkeys(one.thread for one in statements))}
    scale = WIDTH / seconds
    height = HEAD + LANE * len(lanes) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (layer, colour) in enumerate(COLOURS.items()):
        parts.append(f'<rect x="{number * 150 + 4}" y="8" width="14" height="14" fill="{colour}"/>')
        parts.append(f'<text x="{number * 150 + 24}" y="20" font-size="14" fill="#222222">{layer}</text>')
    for one in statements:
        layer, table = named(one)
        x, width, y = one.start * scale, max((one.end - one.start) * scale, 0.5), HEAD + LANE * lanes[one.thread]
        says = f"{layer}.{table}: {one.end - one.start:.1f} s, from {one.start:.1f} s on"
        parts.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{LANE - 4}" fill="{COLOURS[layer]}">'
            f"<title>{escape(says)}</title></rect>"
        )
        if len(table) * LETTER < width:
            parts.append(f'<text x="{x + 3:.1f}" y="{y + 19}" font-size="12" fill="#ffffff">{escape(table)}</text>')
    step = next((step for step in (1, 5, 10, 30, 60, 300) if seconds / step <= 20), 600)
    parts += [
        f'<text x="{second * scale:.1f}" y="{height - 6}" font-size="12" fill="#555555">{second} s</text>'
        for second in range(0, int(seconds) + 1, step)
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"
