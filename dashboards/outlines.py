"""Outlines of units that an installation supplies as map.geojson in LINLI_HOME; none is fetched, none is needed.

Belongs here: reading that file. Does not belong here: drawing (charts/tiles.py).
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.charts.tiles import Ring
from pipelines.settings import home

log = logging.getLogger(__name__)


def of(units: pd.DataFrame) -> dict[str, list[Ring]]:
    """The outlines of some units, by unit_id; a feature's properties name its unit by unit_id, code or name."""
    path = home().outlines
    if not path.is_file():
        return {}
    named = _read(str(path), path.stat().st_mtime_ns)
    keys = units[["unit_id", "code", "name"]].to_numpy(dtype=object).tolist()
    found = {key[0]: next((named[str(one)] for one in key if str(one) in named), None) for key in keys}
    return {unit_id: rings for unit_id, rings in found.items() if rings}


@st.cache_data(max_entries=2, show_spinner=False)
def _read(path: str, changed: int) -> dict[str, list[Ring]]:
    """Outer rings by whatever names a feature's unit; a file that is no GeoJSON counts as none and is logged."""
    named: dict[str, list[Ring]] = {}
    try:
        for feature in json.loads(Path(path).read_text(encoding="utf-8"))["features"]:
            rings = _rings(feature["geometry"])
            for key in ("name", "code", "unit_id"):
                if key in feature["properties"]:
                    named[str(feature["properties"][key])] = rings
    except (ValueError, KeyError, TypeError, IndexError):
        log.exception("outlines cannot be read: %s", path)
        return {}
    return named


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    """The outer ring of each polygon, longitude and latitude."""
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}[geometry["type"]]
    return [[(float(point[0]), float(point[1])) for point in polygon[0]] for polygon in polygons]
