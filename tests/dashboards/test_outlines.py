"""Outlines that an installation supplies: found by id, code or name, and none where the file says nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from dashboards import outlines
from pipelines.settings import Home

UNITS = pd.DataFrame({"unit_id": ["nbs:1", "nbs:2", "nbs:3"], "code": ["1", "2", "3"], "name": ["东", "南", "西"]})
RING = [[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.0]]


@pytest.fixture
def supplied(fresh_caches: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINLI_HOME", str(tmp_path))
    return Home(tmp_path).outlines


def test_outlines_are_found_by_id_code_and_name(supplied: Path) -> None:
    assert outlines.of(UNITS) == {}
    shapes = [
        ({"unit_id": "nbs:1"}, {"type": "Polygon", "coordinates": [RING]}),
        ({"code": 2}, {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}),
        ({"name": "西"}, {"type": "Polygon", "coordinates": [RING]}),
    ]
    features = [{"properties": named, "geometry": geometry} for named, geometry in shapes]
    supplied.write_text(json.dumps({"features": features}), encoding="utf-8")
    found = outlines.of(UNITS)
    assert {unit: len(rings) for unit, rings in found.items()} == {"nbs:1": 1, "nbs:2": 2, "nbs:3": 1}
    assert found["nbs:1"][0][1] == (120.1, 30.0)


def test_a_file_that_is_no_geojson_counts_as_none(supplied: Path) -> None:
    supplied.write_text('{"features": [{"properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}')
    assert outlines.of(UNITS) == {}
