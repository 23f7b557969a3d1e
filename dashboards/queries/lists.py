"""What can be chosen: areas, units, periods, indicators; and when the file was published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from dashboards.reading import frame as _read
from dashboards.reading import lasting

# Rows of one unit: its number passes over those of others, its id says which unit.
ITSELF = "unit_number = $unit_number and unit_id = $unit_id"


@dataclass(frozen=True)
class Jurisdiction:
    """One unit tree with its own as-of date."""

    jurisdiction_id: str
    name_zh: str
    name_en: str
    as_of: dt.date
    is_home: bool
    is_demo: bool


def jurisdictions() -> list[Jurisdiction]:
    """List the unit trees, the home unit's first."""
    rows = _read(
        "select jurisdiction_id, name_zh, name_en, as_of, is_home, is_demo from marts.dim_jurisdiction"
        " order by is_home desc, jurisdiction_id"
    )
    return [Jurisdiction(*row) for row in rows.to_numpy().tolist()]


def units(jurisdiction_id: str) -> pd.DataFrame:
    """List the units of a tree as they stand last: unit_id, code, name, full_name, unit_type, parent_id, depth."""
    return _read(
        """
        select unit_id, code, name, full_name, unit_type, urban_rural, parent_id, depth
        from marts.dim_unit where jurisdiction_id = $jurisdiction_id
        qualify row_number() over (partition by unit_id order by valid_from desc) = 1
        order by depth, code
        """,
        jurisdiction_id=jurisdiction_id,
    )


@lasting(1)
def _numbers() -> dict[str, int]:
    found = _read("select distinct unit_id, unit_number from marts.dim_unit")
    return dict(found.to_numpy().tolist())


def unit_number(unit_id: str) -> int | None:
    """The number by which a unit's figures are found without reading all others'."""
    return _numbers().get(unit_id)


def periods(jurisdiction_id: str) -> pd.DataFrame:
    """List the periods a tree has figures for, latest first, with is_complete by its as-of date."""
    return _read(
        """
        select period_type, period_start, period_end, label, label_zh, label_en, period_end <= as_of as is_complete
        from marts.dim_period
        inner join marts.dim_jurisdiction on period_start <= as_of and period_end >= starts_on
        where jurisdiction_id = $jurisdiction_id
        order by period_end desc, period_start
        """,
        jurisdiction_id=jurisdiction_id,
    )


def indicators() -> pd.DataFrame:
    """List the indicators in their latest version."""
    return _read(
        """
        select indicator_id, name_zh, name_en, definition_zh, definition_en, domain, unit_of_measure, "precision",
            direction, headline, numerator, denominator, owner_zh, owner_en
        from marts.dim_indicator
        qualify row_number() over (partition by indicator_id order by valid_from desc) = 1
        order by headline desc, domain, indicator_id
        """
    )


def last_run() -> pd.DataFrame:
    """When the file was published."""
    return _read("select published_at from meta.run")
