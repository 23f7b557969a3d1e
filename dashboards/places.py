"""The tiles of an overview: which of the units directly below fall short. A click opens the unit.

Belongs here: putting lights, outlines and picture together. Does not belong here: shapes (charts/), SQL.
"""

from __future__ import annotations

import pandas as pd

from dashboards import matrix, outlines, queries
from dashboards.charts import shown, tiles
from dashboards.state import View
from pipelines.product import format as fmt

# A handful of tiles says no more than the matrix does.
LEAST = 5


def counted(view: View, lights: pd.DataFrame) -> pd.DataFrame:
    """The units directly below, with how many clauses that bind them and all below them stand at each status."""
    below, are_below = matrix.peers(view)
    if not are_below or not len(lights):
        return below[:0].assign(**dict.fromkeys(tiles.SHOWN, 0))
    parents = queries.units(view.jurisdiction.jurisdiction_id).set_index("unit_id")["parent_id"].to_dict()
    chosen = set(below["unit_id"])

    def owner(unit_id: str | None) -> str | None:
        while unit_id is not None and unit_id not in chosen:
            unit_id = parents.get(unit_id)
        return unit_id

    found = lights.assign(unit_id=lights["unit_id"].map(owner)).dropna(subset=["unit_id"])
    counts = found.groupby(["unit_id", "status"])["clauses"].sum().unstack(fill_value=0)
    counts = counts.reindex(columns=list(tiles.SHOWN), fill_value=0)
    return below.merge(counts, how="left", left_on="unit_id", right_index=True).fillna(dict.fromkeys(tiles.SHOWN, 0))


def section(view: View, units: pd.DataFrame) -> None:
    """A tile a unit."""
    if len(units) < LEAST:
        return
    units = units.assign(link=[view.link(unit=code, detail=None) for code in units["code"]])
    drawn = tiles.picture(units, outlines.of(units), shown.pen(view))
    shown.panel(view, drawn, f"tiles_{view.unit.unit_id}", view.tr("tiles.basis", day=fmt.day(view.until, view.lang)))
