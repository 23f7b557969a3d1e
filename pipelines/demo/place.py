"""A jurisdiction of the demo: its scenario and its units, read from seeds/demo.

Belongs here: the model of seeds/demo/units/*.csv, the unit tree, loading. Does not belong here: rows of any dataset.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.catalog.strict_yaml import load
from pipelines.demo.scenario import Scenario
from pipelines.settings import SEEDS_DIR

DEMO_DIR = SEEDS_DIR / "demo"


class Unit(BaseModel):
    """One unit and validity, with the figures the demo starts from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    code_system: str
    name: str
    unit_type: str
    parent_code: str = ""
    urban_rural: str = ""
    urban_rural_class: str = ""
    standing: str
    valid_from: date
    valid_to: date | None = None
    predecessor_code: str = ""
    predecessor_share: str = ""
    abbr: str
    residents: int = 0
    households: int = 0
    party_members: int = 0
    branches: int = 0
    special_branches: int = 0
    planned_points: int = 0

    @property
    def is_base(self) -> bool:
        """Whether the unit is a community or village."""
        return self.unit_type in ("community", "village")

    def stands(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Place:
    """A scenario with its units."""

    def __init__(self, scenario: Scenario, units: list[Unit]) -> None:
        self.scenario = scenario
        self.units = units

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        """The units by code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def base_units(self) -> list[Unit]:
        """The communities and villages."""
        return [unit for unit in self.units if unit.is_base]

    def above(self, code: str, unit_type: str) -> Unit:
        """Return the unit of a type that a unit stands under, or the unit itself; the root where there is none."""
        unit = self.by_code[code]
        while unit.unit_type != unit_type and unit.parent_code:
            unit = self.by_code[unit.parent_code]
        return unit


def load_places(directory: Path = DEMO_DIR / "scenarios") -> list[Place]:
    """Return the jurisdictions of the demo, in the order of their files' names."""
    scenarios = [load(path).validate(Scenario) for path in sorted(directory.glob("*.yml"))]
    return [Place(scenario, _units(DEMO_DIR / "units" / f"{scenario.units}.csv")) for scenario in scenarios]


def _units(path: Path) -> list[Unit]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [Unit.model_validate({name: value for name, value in row.items() if value}) for row in rows]
