"""Choosing where and when: unit boxes along the tree, period boxes. A choice changes the address, nothing else.

Belongs here: the widgets and their words. Does not belong here: what a page does with the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from dashboards import queries
from dashboards.standing import meanings, records
from dashboards.state import PERIOD_TYPES, View, last_complete
from pipelines.product.resolve import Unit


def units(view: View) -> None:
    """A box a level: the area, then the level below as far as the open unit goes, and one further."""
    tr = view.tr
    trees = queries.jurisdictions()
    names = {tree.jurisdiction_id: tree.name_zh if view.lang == "zh" else tree.name_en for tree in trees}
    _box(
        tr("picker.area"),
        [tree.jurisdiction_id for tree in trees],
        view.jurisdiction.jurisdiction_id,
        names.__getitem__,
        lambda chosen: _go(unit=_code(chosen), period=None, detail=None),
        f"area:{view.unit.unit_id}",
    )
    known = {row["unit_id"]: row for row in records(queries.units(view.jurisdiction.jurisdiction_id))}
    line = _line(known, view.unit)
    for depth, parent in enumerate(line):
        below = {unit_id: row["name"] for unit_id, row in known.items() if row["parent_id"] == parent}
        if not below:
            break
        chosen_here = line[depth + 1] if depth + 1 < len(line) else parent
        labels = {parent: tr("picker.all_below", unit=view.unit_name(parent, known[parent]["name"]))} | below
        _box(
            tr("picker.below"),
            list(labels),
            chosen_here,
            labels.__getitem__,
            lambda chosen: _go(unit=_code(chosen), detail=None),
            f"below:{depth}:{view.unit.unit_id}",
            search=len(below) > 8,
        )


def periods(view: View) -> None:
    """A box for the kind of period, one for the period; only periods that are over are offered."""
    tr = view.tr
    known = queries.periods(view.jurisdiction.jurisdiction_id)
    columns = (known[name] for name in ("is_complete", "period_type", "label", f"label_{view.lang}"))
    offered = [row[1:] for row in zip(*columns, strict=True) if row[0] or row[2] == view.period.label]
    there = {kind for kind, *_ in offered}
    kinds = [kind for kind in PERIOD_TYPES if kind in there]
    if view.period.period_type not in kinds:
        kinds.append(view.period.period_type)
    _box(
        tr("picker.period_type"),
        kinds,
        view.period.period_type,
        lambda kind: tr(f"period_type.{kind}"),
        lambda kind: _go(period=last_complete(view.jurisdiction.jurisdiction_id, kind), detail=None),
        f"kind:{view.period.label}:{view.unit.jurisdiction_id}",
    )
    names = {label: name for kind, label, name in offered if kind == view.period.period_type}
    names.setdefault(view.period.label, view.period.name(view.lang))
    _box(
        tr("picker.period"),
        list(names),
        view.period.label,
        names.__getitem__,
        lambda label: _go(period=label, detail=None),
        f"period:{view.period.label}:{view.unit.jurisdiction_id}",
    )


def indicators(view: View, chosen: str) -> None:
    """A box of all indicators, headline ones first."""
    known = meanings()
    _box(
        view.tr("picker.indicator"),
        list(known),
        chosen,
        lambda indicator: known[indicator].name(view.lang),
        lambda indicator: _go(indicator=indicator, detail=None),
        f"indicator:{chosen}",
        search=True,
        width=420,
    )


def own(view: View, name: str, label: str, options: dict[str, str]) -> None:
    """A box for one of the page's own parameters: all, or one of some values with their names."""
    chosen = view.own.get(name, "")
    _box(
        label,
        ["", *options],
        chosen if chosen in options else "",
        ({"": label} | options).__getitem__,
        lambda value: _go(**{name: value or None, "detail": None}),
        f"{name}:{chosen}",
    )


def _box(
    label: str,
    options: list[str],
    chosen: str,
    name: Callable[[str], str],
    then: Callable[[str], None],
    key: str,
    *,
    search: bool = False,
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """A select box whose state is the address: its key names what is open, so that a new address makes a new box."""
    st.selectbox(
        label,
        options,
        index=options.index(chosen),
        format_func=name,
        key=key,
        on_change=lambda: then(st.session_state[key]),
        label_visibility="collapsed",
        placeholder=label,
        filter_mode="contains" if search else None,
        width=width,
    )


def _go(**changes: str | None) -> None:
    for name, value in changes.items():
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value


def _code(unit_id: str) -> str:
    return unit_id.split(":", 1)[1]


def _line(known: Mapping[str, Mapping[str, Any]], unit: Unit) -> list[str]:
    """The units from the root down to the open one."""
    line = [unit.unit_id]
    while (parent := known[line[0]]["parent_id"]) in known:
        line.insert(0, str(parent))
    return line
