"""The rows shown behind a value, counted again, come to the published figure: for every indicator, at every level."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dashboards import queries
from pipelines.product import format as fmt
from pipelines.product.explain import explain
from pipelines.product.published import open_published
from pipelines.settings import Home

# For every indicator and level: a complete figure of one unit and kind of period, picked by hash among the latest.
SAMPLE = """
    select indicator_id, unit_id, label
    from marts.fct_indicator inner join marts.dim_period using (period_type, period_start)
    inner join marts.dim_unit using (unit_id)
    where boundary = 'as_was' and not is_partial and value is not null and period_type <> 'week'
    qualify row_number() over (
        partition by indicator_id, unit_type
        order by fct_indicator.period_end desc, md5(unit_id || indicator_id || period_type)
    ) = 1
    order by all
"""


def test_the_rows_behind_every_indicator_come_to_its_figure(demo_home: Home) -> None:
    wrong = []
    with open_published(demo_home.published) as con:
        sample = con.execute(SAMPLE).fetchall()
        assert len({row[0] for row in sample}) > 30
        for indicator, unit, period in sample:
            story = explain(con, indicator, unit, period, limit=1)
            for side in (story.numerator, story.denominator):
                if side is None or side.benchmark:
                    continue
                if side.rows.recounted != pytest.approx(side.value):
                    wrong.append((indicator, unit, period, side.measure.measure_id, side.rows.recounted, side.value))
    assert not wrong


def test_the_middle_of_units_is_the_median_of_the_figures_compared(
    fresh_caches: None, demo_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINLI_HOME", str(demo_home.root))
    until = dt.date(2018, 6, 30)
    home = next(area for area in queries.jurisdictions() if area.is_home)
    units = queries.units(home.jurisdiction_id)["unit_id"].tolist()
    own = queries.standings(units[0], until, "quarter")
    cells = list(own[["indicator_id", "period_type", "period_start"]].itertuples(index=False, name=None))
    known = queries.compared(units, cells).dropna(subset=["value"]).astype({"value": float})
    figures = {str(indicator): group["value"] for indicator, group in known.groupby("indicator_id")}
    found = queries.middles(units, cells).set_index("indicator_id")
    assert len(found) > 30 and set(found.index) == set(figures)
    for indicator, values in figures.items():
        assert found.at[indicator, "units"] == len(values)
        assert found.at[indicator, "median"] == pytest.approx(values.median())


def test_every_unit_of_measure_of_the_demo_has_an_english_word(demo_home: Home) -> None:
    with open_published(demo_home.published) as con:
        units = con.execute(
            "select unit_of_measure from marts.dim_indicator union select unit from marts.dim_measure"
            " union select gap_unit from marts.fct_assessment where gap_unit is not null"
        ).fetchall()
    chinese = re.compile(r"[\u3400-\u9fff]")
    assert not [unit for (unit,) in units if chinese.search(fmt.figure(12.0, unit, "en") + fmt.gap(12.0, unit, "en"))]
