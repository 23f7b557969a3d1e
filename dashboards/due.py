"""The calendar of reports: what a unit owes and what came of it; of a unit with others below it, who is behind.

Belongs here: drawing it. Does not belong here: what is due (queries/deliveries.py), single deliveries (received.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from html import escape
from typing import Any

import pandas as pd

from dashboards import markup
from dashboards.decided import since
from dashboards.pages import DELIVERIES
from dashboards.queries import deliveries as reports
from dashboards.standing import records
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.datasets import dataset_names
from pipelines.product.status import DELIVERIES as CAME
from pipelines.product.status import REPORTS

# Units shown before the rest is folded: everybody who is behind, and at least this many.
SHOWN = 8
# So many reports of earlier periods are listed: a city may lack tens of thousands.
MOST_OWED = 200
STATUSES = ("missing", "late", "not_yet_due", "received")


def conclusion(view: View, own: pd.DataFrame, below: pd.DataFrame) -> str:
    """One sentence: how many reports were due, how many are lacking, and whose."""
    tr, lang = view.tr, view.lang
    counts = Counter(own["status"])
    units = {str(unit) for unit in below["unit_id"]} - {view.unit.unit_id}
    if units:
        counts = Counter({name: int(below[name].sum()) for name in STATUSES})
    total, named = sum(counts.values()), {"unit": view.unit_name(), "period": view.period.name(lang)}
    if not total:
        text = tr("due.nothing", **named)
    elif counts["missing"]:
        text = tr("due.missing", **named, total=total, missing=counts["missing"], who=_who(view, own, below, units))
    elif counts["late"]:
        text = tr("due.late", **named, total=total, late=counts["late"])
    elif counts["not_yet_due"]:
        text = tr("due.open", **named, total=total, open=counts["not_yet_due"])
    else:
        text = tr("due.fine", **named, total=total)
    pills = "".join(
        f"<li>{markup.pill(REPORTS[name], lang)}<b>{counts[name]}</b></li>" for name in STATUSES if counts[name]
    )
    lights = f'<ul class="lights" aria-label="{escape(tr("due.counts"))}">{pills}</ul>' if pills else ""
    top = f'<div class="top"><p class="over">{escape(tr("due.over", **named))}</p>{lights}</div>'
    return f'<section class="conclusion">{top}<h1>{escape(text)}</h1></section>'


def calendar(view: View, own: pd.DataFrame) -> str:
    """What the open unit owes: a row a report, a column a month in which a period ends."""
    tr, lang = view.tr, view.lang
    if not len(own):
        return ""
    names = dataset_names(lang)
    months = sorted({(day.year, day.month) for day in own["period_end"]})
    rows = []
    for dataset in [name for name in names if name in set(own["dataset"])]:
        slots = records(own[own["dataset"] == dataset])
        by_month = [
            "".join(_slot(view, slot) for slot in slots if (slot["period_end"].year, slot["period_end"].month) == month)
            for month in months
        ]
        rows.append([escape(names[dataset]), *by_month])
    heads = [tr("due.head_dataset"), *(tr("due.month", year=year, month=month) for year, month in months)]
    title = tr("due.calendar", unit=view.unit_name(), period=view.period.name(lang))
    return markup.panel(title, markup.table(heads, rows, title, kind="calendar") + _legend(view), tr("due.note"))


def below(view: View, found: pd.DataFrame) -> str:
    """Who owes what: a row a unit, a column a report, those behind first; nothing where nobody stands below."""
    tr, lang = view.tr, view.lang
    if not set(found["unit_id"]) - {view.unit.unit_id}:
        return ""
    names = dataset_names(lang)
    columns = [name for name in names if name in set(found["dataset"])]
    last_due = found.groupby("dataset")["due_on"].max()
    heads = [tr("due.head_unit")]
    heads += [f"{names[one]}\n{tr('due.by', day=fmt.short_day(last_due[one], lang))}" for one in columns]
    drawn = []
    units: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for slot in records(found):
        units[slot["unit_id"]].append(slot)
    for owed in units.values():
        behind = (sum(slot["missing"] for slot in owed), sum(slot["late"] for slot in owed))
        cells = {slot["dataset"]: _count(view, slot) for slot in owed}
        first = owed[0]
        row = [_unit(view, first["unit_id"], first["name"], first["code"]), *(cells.get(one, "") for one in columns)]
        drawn.append(((-behind[0], -behind[1], str(first["code"])), any(behind), row))
    drawn.sort(key=lambda one: one[0])
    count_behind = sum(is_behind for _, is_behind, _ in drawn)
    shown = max(SHOWN, count_behind)
    title = tr("due.below", unit=view.unit_name(), count=len(drawn), behind=count_behind)
    table = markup.table(heads, [row for *_, row in drawn[:shown]], title, kind="matrix calendar")
    if rest := [row for *_, row in drawn[shown:]]:
        folded = escape(tr("due.rest", count=len(rest)))
        table += (
            f"<details><summary>{folded}</summary>{markup.table(heads, rest, title, kind='matrix calendar')}</details>"
        )
    return markup.panel(title, table, tr("due.below_note"))


def missing_before(view: View) -> str:
    """What is still owed from earlier periods, folded: how many, and the latest of them."""
    tr, lang = view.tr, view.lang
    found = reports.missing_before(view.unit.unit_id, view.period.start, limit=MOST_OWED)
    if not len(found):
        return ""
    names = dataset_names(lang)
    rows = [
        [
            _unit(view, owed["unit_id"], owed["name"], owed["code"], period=owed["label"]),
            escape(names.get(owed["dataset"], owed["dataset"])),
            escape(owed[f"label_{lang}"] or tr("due.once")),
            escape(fmt.day(owed["due_on"], lang)),
        ]
        for owed in records(found)
    ]
    heads = [tr(f"due.head_{name}") for name in ("unit", "dataset", "period", "due_on")]
    total = int(found["total"].iloc[0])
    title = tr("due.before", count=total, period=view.period.name(lang))
    table = markup.table(heads, rows, title)
    note = f'<p class="note">{escape(tr("due.latest", count=len(rows)))}</p>' if total > len(rows) else ""
    return f'<section class="panel"><details><summary>{escape(title)}</summary>{note}{table}</details></section>'


def _who(view: View, own: pd.DataFrame, below: pd.DataFrame, units: set[str]) -> str:
    """Name what lacks: units where there are some below, else reports; the first three."""
    if units:
        owing = below.groupby("name")["missing"].sum().sort_values(ascending=False, kind="stable")
        lacking = [str(name) for name in owing[owing > 0].index]
    else:
        names = dataset_names(view.lang)
        lacking = [
            view.tr("due.one", dataset=names[slot["dataset"]], day=fmt.short_day(slot["due_on"], view.lang))
            for slot in records(own[own["status"] == "missing"])
        ]
    said = view.tr("due.joint").join(lacking[:3])
    return said if len(lacking) <= 3 else view.tr("due.and_more", said=said)


def _slot(view: View, slot: dict[Any, Any]) -> str:
    """One report due: its status, by when; a click opens what was sent."""
    tr, lang = view.tr, view.lang
    decided = since(slot["delivery_id"], slot["delivery_status"])
    came = CAME.get(decided.status if decided else slot["delivery_status"] or "")
    status = REPORTS[slot["status"]]
    if came and (decided or slot["received_on"] is None or slot["status"] == "received"):
        status = came
    received = tr("due.received_on", day=fmt.day(slot["received_on"], lang)) if slot["received_on"] else ""
    hint = tr("due.hint", period=slot[f"label_{lang}"] or tr("due.once"), day=fmt.day(slot["due_on"], lang))
    by = tr("due.by", day=fmt.short_day(slot["due_on"], lang))
    inner = f"{markup.pill(status, lang)}<small>{escape(by)}</small>"
    hint = f"{hint} {received}".strip()
    if slot["delivery_id"]:
        return markup.link(view.link(delivery=slot["delivery_id"]), inner, "slot", hint)
    return f'<span class="slot" title="{escape(hint)}">{inner}</span>'


def _count(view: View, slot: dict[Any, Any]) -> str:
    """How many of a unit's reports came; what is worst among them says so in a word."""
    tr, lang = view.tr, view.lang
    worst = next(name for name in STATUSES if slot[name] or name == "received")
    status = REPORTS[worst]
    came = int(slot["received"] + slot["late"])
    text = f"{came}/{int(slot['due'])}"
    if worst != "received":
        text = f"{status.word(lang)} {int(slot[worst])}"
    counts = {name: int(slot[name]) for name in ("late", "missing")}
    hint = escape(tr("due.count_hint", came=came, total=int(slot["due"]), **counts))
    icon = f'<i aria-hidden="true">{status.icon}</i>'
    return f'<span class="cell {status.colour}" title="{hint}">{icon}{escape(text)}</span>'


def _unit(view: View, unit_id: str, name: str, code: str, period: str | None = None) -> str:
    if unit_id == view.unit.unit_id:
        return f"<b>{escape(view.tr('due.itself', unit=view.unit_name()))}</b>"
    there = view.link(DELIVERIES, unit=code, period=period or view.period.label, delivery=None)
    return markup.link(there, escape(name), "page")


def _legend(view: View) -> str:
    pairs = [(CAME["accepted"], "accepted"), (REPORTS["received"], "received"), (CAME["partly_accepted"], "partly")]
    items = "".join(
        f"<li>{markup.pill(status, view.lang)}{escape(view.tr(f'due.legend_{name}'))}</li>" for status, name in pairs
    )
    return f'<ul class="legend">{items}</ul>'
