"""Words and ways of writing: titles of forms, spellings of units, forms of dates.

Belongs here: the model of seeds/demo/wording.yml and small formatting functions.
Does not belong here: headers and code labels, which the dataset contracts hold.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.catalog.strict_yaml import load
from pipelines.demo.place import DEMO_DIR, Unit


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FormWords(_Strict):
    """Title and sheet name of a form."""

    title: str
    sheet: str


class Wording(_Strict):
    """The contents of seeds/demo/wording.yml."""

    forms: dict[str, FormWords]
    groups: dict[str, dict[str, tuple[str, ...]]]
    totalled: tuple[str, ...]
    purposes: tuple[str, ...]


def load_wording(path: Path = DEMO_DIR / "wording.yml") -> Wording:
    """Return how forms are worded."""
    return load(path).validate(Wording)


def _iso(day: date) -> str:
    return day.isoformat()


def _dotted(day: date) -> str:
    return f"{day.year}.{day.month}.{day.day}"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _iso_month(day: date) -> str:
    return f"{day:%Y-%m}"


def _dotted_month(day: date) -> str:
    return f"{day.year}.{day.month:02d}"


def _chinese_month(day: date) -> str:
    return f"{day.year}年{day.month}月"


DATE_FORMS = (_iso, _dotted, _chinese)
MONTH_FORMS = (_iso_month, _dotted_month, _chinese_month)


def unit_name(unit: Unit, spelling: str) -> str:
    """Return a unit's name as a sender spells it: as it is, with its committee, or without."""
    bare = unit.name.removesuffix("居委会")
    if spelling == "short":
        return bare
    if spelling == "full" and unit.unit_type == "community":
        return f"{bare}居委会"
    if spelling == "full" and unit.unit_type == "village":
        return f"{bare}村民委员会"
    return unit.name
