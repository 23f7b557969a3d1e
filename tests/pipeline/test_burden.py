"""What reporting costs, on the small district: columns, rows and reports that can be counted by eye."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.settings import Home
from pipelines.warehouse.working import open_working


def burden(warehouse: Home, dataset: str, unit: str) -> dict[str, Any]:
    with open_working(warehouse, read_only=True) as connection:
        found = connection.execute(
            "select * from marts.dq_reporting_burden where dataset = ? and unit_id = ?", [dataset, f"demo:{unit}"]
        )
        (row,) = found.fetchall()
        return dict(zip([column[0] for column in found.description or ()], row, strict=True))


def test_a_roster_is_asked_for_by_quarter_and_comes_back_prefilled(warehouse: Home) -> None:
    """乙社区: 2 + 2 + 3 people in three quarters; seven columns, unit and day being said once above them."""
    seen = burden(warehouse, "workers", "9001004")
    assert (seen["period_type"], seen["columns_asked"], seen["reports_received"], seen["rows_arrived"]) == (
        "quarter",
        7,
        3,
        7,
    )
    assert seen["rows_a_report"] == pytest.approx(7 / 3)
    assert seen["fields_a_month"] == pytest.approx(7 * (7 / 3) / 3)
    assert seen["prefilled_a_month"] == seen["fields_a_month"]


def test_visits_are_typed_in_every_month(warehouse: Home) -> None:
    """乙社区: 165 visits in three months, four columns."""
    seen = burden(warehouse, "visits", "9001004")
    assert (seen["columns_asked"], seen["reports_received"], seen["rows_arrived"]) == (4, 3, 165)
    assert (seen["fields_a_month"], seen["prefilled_a_month"]) == (220, 0)


def test_nothing_is_said_of_what_never_came(warehouse: Home) -> None:
    seen = burden(warehouse, "visits", "9001003")
    assert (seen["reports_received"], seen["rows_a_report"], seen["fields_a_month"]) == (0, None, None)
