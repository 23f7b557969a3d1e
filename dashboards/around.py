"""What stands around a unit: how it compares with its peers, its neighbour network, its reports.

Belongs here: putting query, picture and words together. Does not belong here: shapes (charts/), SQL, the page's order.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, matrix, queries
from dashboards.charts import calendar, network, shown
from dashboards.pages import INDICATOR, UNIT
from dashboards.standing import Meaning, Standing, value_text
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.datasets import dataset_names

LEAST_PEERS = 5
YEAR = dt.timedelta(days=365)


def peers(view: View, standings: Sequence[Standing], known: Mapping[str, Meaning]) -> str:
    """The unit's headline figures beside the median of units of its level."""
    tr, lang = view.tr, view.lang
    units = queries.units(view.jurisdiction.jurisdiction_id).set_index("unit_id")
    level = units.index[units["unit_type"] == units.at[view.unit.unit_id, "unit_type"]].tolist()
    if len(level) < LEAST_PEERS:
        return ""
    cells = [(one.indicator_id, one.period_type, one.period_start) for one in standings]
    found = queries.middles(level, cells)
    middles = dict(zip(found["indicator_id"], zip(found["median"], found["units"], strict=True), strict=True))
    rows: list[list[str]] = []
    sides = Counter[str]()
    for one in standings:
        meaning = known[one.indicator_id]
        median, count = middles.get(one.indicator_id, (0.0, 0))
        if one.value is None or count < LEAST_PEERS:
            continue
        page = view.link(INDICATOR, indicator=one.indicator_id, period=one.label, detail=None)
        side = _side(one.value - median, meaning)
        sides[side] += 1
        rows.append(
            [
                markup.link(page, escape(meaning.name(lang)), "page name"),
                escape(value_text(one, meaning, lang)),
                escape(fmt.figure(median, meaning.unit_of_measure, lang, meaning.precision)),
                escape(fmt.difference(one.value - median, meaning.unit_of_measure, lang)),
                escape(tr(f"around.{side}")),
            ]
        )
    if not rows:
        return ""
    heads = [tr(f"around.head_{name}") for name in ("indicator", "value", "median", "apart", "side")]
    title = tr("around.peers", count=len(level), total=len(rows), better=sides["better"], worse=sides["worse"])
    table = markup.table(heads, rows, title, numeric=(1, 2, 3), kind="beside")
    return markup.panel(title, table, tr("around.peers_note"))


def _side(apart: float, meaning: Meaning) -> str:
    """On which side of the middle a figure lies, by what is better for its indicator."""
    if not fmt.tells(apart, meaning.unit_of_measure):
        return "same"
    if meaning.direction not in ("up", "down"):
        return "higher" if apart > 0 else "lower"
    return "better" if (apart > 0) == (meaning.direction == "up") else "worse"


def points(view: View) -> None:
    """The neighbour network: of an area by unit, of a unit its own branch; nothing where there is none."""
    others, are_below = matrix.peers(view)
    units = others if are_below else others[others["unit_id"] == view.unit.unit_id]
    found = queries.network([*units["unit_id"], view.jurisdiction.jurisdiction_id], view.until)
    if not len(found):
        return
    counts = found.pivot(index="unit_id", columns="measure_id", values="value").reindex(
        columns=["centers_built", "stations_built", "points_built", "planned_points"]
    )
    names = {"stations_built": "stations", "points_built": "built", "planned_points": "planned"}
    tree = (
        units[["unit_id", "code", "name"]]
        .merge(counts.rename(columns=names), on="unit_id")
        .astype(dict.fromkeys(names.values(), float))
    )
    if not len(tree):
        return
    centres = int(counts["centers_built"].fillna(0).astype(float).sum())
    basis = view.tr("tiles.basis", day=fmt.day(view.until, view.lang))
    tree = tree.assign(link=[view.link(UNIT, unit=code, detail=None) for code in tree["code"]])
    shown.panel(view, network.picture(tree, centres, shown.pen(view)), "network", basis)


def reports(view: View) -> None:
    """What was due in the last twelve months and what came of it; folded."""
    slots = queries.reports_by_month(view.unit.unit_id, view.until - YEAR, view.until)
    if len(slots):
        names = dataset_names(view.lang)
        named = slots.assign(name=[names.get(dataset, dataset) for dataset in slots["dataset"]])
        basis = view.tr("tiles.basis", day=fmt.day(view.until, view.lang))
        shown.folded(view, calendar.picture(named, shown.pen(view)), "calendar", basis)
