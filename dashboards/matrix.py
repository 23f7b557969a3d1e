"""The matrix unit x indicator: the units below (beside, where there are none), at the periods the cards show.

Belongs here: drawing it. Does not belong here: choosing the indicators (cards.py), SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from dashboards import markup, queries
from dashboards.pages import OVERVIEW, WORKLIST
from dashboards.standing import Meaning, Standing, compared, share_text, value_text
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.status import Lang


def peers(view: View) -> tuple[pd.DataFrame, bool]:
    """The units directly below the open one, or, where there are none, those beside it."""
    known = queries.units(view.jurisdiction.jurisdiction_id)
    below = known[known["parent_id"] == view.unit.unit_id]
    if len(below):
        return below, True
    parent = known.loc[known["unit_id"] == view.unit.unit_id, "parent_id"].iloc[0]
    return known[known["parent_id"] == parent], False


def section(view: View, columns: Sequence[Standing], known: Mapping[str, Meaning], short: Mapping[str, int]) -> str:
    """The matrix with its heading, worst units first; `short` counts the clauses each unit falls short of."""
    tr, lang = view.tr, view.lang
    units, are_below = peers(view)
    if not len(units) or not columns:
        return ""
    asked = tuple((found.indicator_id, found.period_type, found.period_start) for found in columns)
    figures = compared(tuple(units["unit_id"]), asked)
    by_cell = {(found.unit_id, found.indicator_id): found for found in figures}
    codes = dict(zip(units["unit_id"], units["code"], strict=True))
    rows = []
    for unit_id, name in zip(units["unit_id"], units["name"], strict=True):
        found = [by_cell.get((unit_id, column.indicator_id)) for column in columns]
        worry = sum(one.shown_status().severity for one in found if one and one.is_lit)
        title = markup.link(view.link(OVERVIEW, unit=codes[unit_id], detail=None), escape(name), "page")
        marked = f"<b>{title}</b>" if unit_id == view.unit.unit_id else title
        cells = [_cell(view, one, known, codes[unit_id]) for one in found]
        if short:
            cells.insert(0, _count(view, codes[unit_id], short.get(unit_id, 0)))
        rows.append((-short.get(unit_id, 0), -worry, codes[unit_id], [marked, *cells]))
    rows.sort(key=lambda row: row[:3])
    heads = [tr("matrix.unit"), *([tr("matrix.short")] if short else [])]
    heads += [_head(one, known[one.indicator_id], lang) for one in columns]
    title = tr("matrix.below" if are_below else "matrix.beside", unit=view.unit_name(), count=len(units))
    kind = "matrix counted" if short else "matrix"
    body = markup.table(heads, [row[3] for row in rows], title, numeric=range(1, len(heads)), kind=kind)
    # A phone shows of each unit what it falls short of; all of it when asked.
    whole = f'<details class="whole"><summary>{escape(tr("matrix.whole"))}</summary></details>'
    note = (tr("matrix.order") if short else "") + tr("matrix.note")
    return markup.panel(title, whole + body, note)


def _head(column: Standing, meaning: Meaning, lang: Lang) -> str:
    """An indicator, its period, and what its figures count."""
    unit = _unit(meaning, lang)
    return f"{meaning.name(lang)}\n{column.period(lang)}" + (f" · {unit}" if unit else "")


def _unit(meaning: Meaning, lang: Lang, value: float | None = None) -> str:
    """What figures count, where a word says so: it stands in the head, and in a cell only on a phone."""
    unit = meaning.unit_of_measure
    return "" if unit in (fmt.PERCENT, fmt.MONEY) else fmt.unit_word(unit, lang, value or 0)


def _count(view: View, code: str, short: int) -> str:
    """How many clauses a unit falls short of; a click lists them with who must act."""
    if not short:
        return f'<span class="cell plain">{short}</span>'
    return markup.link(
        view.link(WORKLIST, unit=code), f"<b>{short}</b>", "page cell plain", view.tr("matrix.short_hint")
    )


def _cell(view: View, found: Standing | None, known: Mapping[str, Meaning], code: str) -> str:
    if found is None:
        return f'<span class="quiet">{fmt.MISSING[view.lang]}</span>'
    meaning = known[found.indicator_id]
    status = found.shown_status()
    word = status.word(view.lang)
    icon = f'<i aria-label="{word}" title="{word}">{status.icon}</i>' if found.is_lit or found.value is None else ""
    opened = Detail(found.indicator_id, code, found.label)
    hint = share_text(found, view.lang)
    text, unit = value_text(found, meaning, view.lang), _unit(meaning, view.lang, found.value)
    bare = text.removesuffix(unit).rstrip()
    small = f"<small>{escape(unit)}</small>" if bare != text else ""
    kind = f"cell {status.colour if icon else 'plain'}"
    return markup.link(view.link(detail=str(opened)), f"{icon}{escape(bare)}{small}", kind, hint)
