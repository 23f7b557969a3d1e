"""Choosing where and when: unit boxes along the tree, period boxes. A choice changes the address, nothing else.

Belongs here: the widgets and their words. Does not belong here: what a page does with the choice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
import streamlit as st

from dashboards import queries
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
    known = queries.units(view.jurisdiction.jurisdiction_id).set_index("unit_id")
    line = _line(known, view.unit)
    for depth, parent in enumerate(line):
        below = known[known["parent_id"] == parent]
        if not len(below):
            break
        chosen_here = line[depth + 1] if depth + 1 < len(line) else parent
        labels = {parent: tr("picker.all_below", unit=view.unit_name(parent, str(known.at[parent, "name"])))} | below[
            "name"
        ].to_dict()
        _box(
            tr("picker.below"),
            [parent, *below.index],
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
    known = known[known["is_complete"].astype(bool) | (known["label"] == view.period.label)]
    kinds = [kind for kind in PERIOD_TYPES if (known["period_type"] == kind).any()]
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
    same = known[known["period_type"] == view.period.period_type]
    names = dict(zip(same["label"], same["label_zh" if view.lang == "zh" else "label_en"], strict=True))
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
    known = queries.indicators().set_index("indicator_id")
    names = known["name_zh" if view.lang == "zh" else "name_en"].to_dict()
    _box(
        view.tr("picker.indicator"),
        list(known.index),
        chosen,
        names.__getitem__,
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


def _line(known: pd.DataFrame, unit: Unit) -> list[str]:
    """The units from the root down to the open one."""
    line = [unit.unit_id]
    while (parent := known.at[line[0], "parent_id"]) in known.index:
        line.insert(0, str(parent))
    return line
