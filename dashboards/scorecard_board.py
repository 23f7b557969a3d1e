"""Units with the same card in bands among their peers, who gained most beside who needs help; never a rank.

Belongs here: that board and the table part by part. Does not belong here: one unit's card (scorecards.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from dashboards import bands, markup
from dashboards.charts.base import records
from dashboards.scorecards import Card, Row, change
from dashboards.state import View
from pipelines.product import format as fmt

# With fewer units that have a score, who gained most says nothing.
FEW = 5
MOST_IMPROVED = 3
COLUMNS = (bands.LEAD, bands.FINE, bands.HELP)


def before(scores: pd.DataFrame) -> tuple[list[Row], dict[str, float]]:
    """The latest period's rows, and the scores of the period before by unit."""
    rows = records(scores)
    if not rows:
        return [], {}
    latest = rows[0]["period_start"]
    earlier = {
        row["unit_id"]: row["score"] for row in rows if row["period_start"] < latest and row["score"] is not None
    }
    return [row for row in rows if row["period_start"] == latest], earlier


def section(view: View, card: Card, rows: Sequence[Row], earlier: Mapping[str, float], parts: pd.DataFrame) -> str:
    """The units in bands and the table part by part, under the finding; it heads the page where no own card does."""
    tr = view.tr
    placed = {place: [row for row in rows if card.place(row["band"]) == place] for place in (*COLUMNS, bands.NONE)}
    title = _finding(view, card, placed, rows[0], parts)
    own = any(row["unit_id"] == view.unit.unit_id for row in rows)
    over = tr("conclusion.over", unit=view.unit_name(), period=view.period.name(view.lang))
    unscored = len(placed[bands.NONE]) == len(rows)
    head = f'<section class="conclusion"><p class="over">{escape(over)}</p><h1>{escape(title)}</h1></section>'
    head = "" if own else head
    by_part = _parts(view, card, rows, parts, title if own and unscored else tr("scorecards.by_part"))
    if unscored:
        return head + by_part
    columns = [_column(view, card.word(place, tr, view.lang), placed[place], earlier, place) for place in COLUMNS]
    columns.append(_improved(view, rows, earlier))
    if placed[bands.NONE]:
        columns.append(_column(view, tr("scorecards.unscored"), placed[bands.NONE], earlier, bands.NONE))
    board = f'<div class="board">{"".join(columns)}</div>'
    return head + markup.panel(title if own else tr("scorecards.by_band"), board, tr("scorecards.board_note")) + by_part


def _finding(view: View, card: Card, placed: Mapping[str, Sequence[Row]], any_row: Row, parts: pd.DataFrame) -> str:
    """How many units stand in which band, and which part of the card cost most."""
    tr, lang = view.tr, view.lang
    total = sum(map(len, placed.values()))
    period = any_row["label_zh" if lang == "zh" else "label_en"]
    if len(placed[bands.NONE]) == total:
        return tr("scorecards.board_none", count=total, period=period)
    counts = tr("scorecards.list_join").join(
        tr("scorecards.count", band=card.word(place, tr, lang), count=len(placed[place]))
        for place in (*COLUMNS, bands.NONE)
        if placed[place] or place in COLUMNS
    )
    title = tr("scorecards.board", count=total, period=period, counts=counts)
    lost = Counter[str]()
    for row in records(parts):
        lost[row[f"part_{lang}"]] += row["points_lost"] or 0
    if not any(lost.values()):
        return title
    return tr("scorecards.board_lost", title=title, part=max(lost, key=lost.__getitem__))


def _column(view: View, title: str, rows: Sequence[Row], earlier: Mapping[str, float], place: str) -> str:
    units = "".join(_unit(view, row, earlier.get(row["unit_id"])) for row in rows)
    listed = units or f'<li class="none">{escape(view.tr("scorecards.no_unit"))}</li>'
    return f'<section class="{place}"><h3>{escape(title)}<b>{len(rows)}</b></h3><ul>{listed}</ul></section>'


def _improved(view: View, rows: Sequence[Row], earlier: Mapping[str, float]) -> str:
    """Who gained most since the period before, where enough units have a score to say so."""
    tr = view.tr
    scored = [row for row in rows if row["score"] is not None and row["unit_id"] in earlier]
    gained = sorted(
        (row for row in scored if row["score"] - earlier[row["unit_id"]] >= 0.05),
        key=lambda row: earlier[row["unit_id"]] - row["score"],
    )[:MOST_IMPROVED]
    if len(scored) < FEW:
        told = f'<li class="none">{escape(tr("scorecards.too_few", few=FEW))}</li>'
    else:
        told = "".join(_unit(view, row, earlier[row["unit_id"]]) for row in gained)
        told = told or f'<li class="none">{escape(tr("scorecards.no_unit"))}</li>'
    return f'<section class="improved"><h3>{escape(tr("scorecards.improved"))}</h3><ul>{told}</ul></section>'


def _unit(view: View, row: Row, earlier: float | None) -> str:
    tr, lang = view.tr, view.lang
    name = view.unit_name(row["unit_id"], row["name"])
    if row["score"] is None:
        told = tr("scorecards.judged_share", share=fmt.percent(row["coverage"] * 100, 0))
    else:
        told = fmt.figure(row["score"], fmt.POINTS, lang, 1)
    moved = change(row["score"] - earlier, tr) if row["score"] is not None and earlier is not None else ""
    here = ' class="here"' if row["unit_id"] == view.unit.unit_id else ""
    inner = f"<b>{escape(name)}</b><span>{escape(told)}</span><small>{escape(moved)}</small>"
    return f"<li{here}>{markup.link(view.link(unit=row['code'], detail=None), inner, 'page')}</li>"


def _parts(view: View, card: Card, rows: Sequence[Row], parts: pd.DataFrame, title: str) -> str:
    """Points earned of the points that could be, a unit a line and a part a column; bands together."""
    tr, lang = view.tr, view.lang
    if not len(parts):
        return ""
    listed = parts.drop_duplicates("part_id").sort_values("position")
    cells = {
        (row["unit_id"], row["part_id"]): "–"
        if row["points"] is None or row["weight"] is None
        else f"{fmt.rounded(row['points'], 1)} / {fmt.rounded(row['weight'], 1)}"
        for row in records(parts)
    }
    order = {place: number for number, place in enumerate((bands.HELP, bands.FINE, bands.LEAD, bands.NONE))}
    drawn = [
        [
            markup.link(
                view.link(unit=row["code"], detail=None), escape(view.unit_name(row["unit_id"], row["name"])), "page"
            ),
            card.pill(row["band"], tr, lang),
            *(cells.get((row["unit_id"], part), "–") for part in listed["part_id"]),
        ]
        for row in sorted(rows, key=lambda row: (order[card.place(row["band"])], row["code"]))
    ]
    heads = [tr("matrix.unit"), tr("scorecards.band"), *listed[f"part_{lang}"]]
    table = markup.table(heads, drawn, title, numeric=range(2, len(heads)))
    return markup.panel(title, table, tr("scorecards.by_part_note"))
