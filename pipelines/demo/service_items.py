"""Service items that communities list, and the data feeds behind them.

Belongs here: rows of service_items and data_feeds at the end of each first half-year.
Does not belong here: which items and feeds there are (seeds/demo).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.catalog.strict_yaml import load
from pipelines.demo.place import DEMO_DIR, Place, Unit
from pipelines.demo.places import households_on, residents_on
from pipelines.demo.service_rules import Domain, FeedRule, ItemRules, Share
from pipelines.demo.tables import Row, Table, Value

ITEM_COLUMNS = (
    "unit", "as_on", "item_no", "item", "domain", "department", "responsibility", "handled_at", "window_no",
    "one_door", "weekly_hours", "pledged_on", "admitted_on", "funded", "withdrawn_on", "by_residence", "entered_once",
)  # fmt: skip
FEED_COLUMNS = ("unit", "as_on", "kind", "feed", "live_since", "expected", "entered", "refreshed", "published")
_CLASSES = ("own", "entrusted", "entrusted", "assisted")


class Catalogue(BaseModel):
    """The contents of seeds/demo/service_items.yml: the items of every domain."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    domains: dict[str, Domain]


def load_catalogue(path: Path = DEMO_DIR / "service_items.yml") -> Catalogue:
    """Return the items that communities of the demo can list."""
    return load(path).validate(Catalogue)


def service_items(place: Place, catalogue: Catalogue) -> Table:
    """Return the items of every community and village, and of the hall that stands apart, once a year."""
    rules = place.scenario.services.items
    rows: list[Row] = []
    for day in _days(place) if rules else ():
        for unit in place.base_units if rules else ():
            if rules and unit.stands(day):
                rows += _items(place, rules, catalogue, unit, day)
        if rules and rules.hall:
            windows = rules.hall.windows[day.year]
            rows += _hall(catalogue, rules.hall.unit, windows, day)
    return Table("service_items", ITEM_COLUMNS, rows)


def _days(place: Place) -> list[date]:
    return [day for day in place.scenario.ends("half_year") if day.month == 6 and day >= place.scenario.starts_on]


def _items(place: Place, rules: ItemRules, catalogue: Catalogue, unit: Unit, day: date) -> Iterator[Row]:
    for position, domain in enumerate(rules.domains):
        known = catalogue.domains[domain]
        if (listed := rules.kept.get(_LISTED)) and _since(place, listed, unit, domain, _LISTED) > day:
            continue
        window = f"{position % rules.windows + 1}号窗口"
        for number, item in enumerate(known.items[: rules.each], start=1):
            code = f"{known.prefix}-{number:02d}"
            since = {name: _since(place, share, unit, code, name) for name, share in rules.kept.items()}
            done = {name: start <= day for name, start in since.items()}
            answers = {name: ("yes" if done[name] else "no") if name in done else None for name in _ANSWERS}
            dates = {name: start if (start := since.get(name)) and start <= day else None for name in _DATES}
            classes = _CLASSES[place.scenario.rng("class", code).randrange(len(_CLASSES))]
            yield (
                day,
                (
                    unit.code, day, code, item, domain, known.department,
                    classes if done.get("responsibility") else None,
                    "station" if done.get("handled_at") else "street",
                    window, answers["one_door"], _hours(place, rules, unit, day),
                    dates["pledged_on"], dates["admitted_on"], answers["funded"], dates["withdrawn_on"],
                    answers["by_residence"], answers["entered_once"],
                ),
            )  # fmt: skip


_ANSWERS = ("one_door", "funded", "by_residence", "entered_once")
_DATES = ("pledged_on", "admitted_on", "withdrawn_on")
_WHOLE_UNIT = "one_door"
_LISTED = "listed"


def _since(place: Place, share: Share, unit: Unit, code: str, name: str) -> date:
    """Return the day since which something is so of an item, so that the share of such items is kept at any time."""
    scenario = place.scenario
    about = unit.code if name == _WHOLE_UNIT else f"{unit.code}|{code}"
    drawn = scenario.rng("item", name, about).random()
    if drawn < share.start:
        return scenario.starts_on - timedelta(days=round(drawn * 300))
    if drawn >= share.end:
        return date.max
    return scenario.starts_on + (scenario.as_of - scenario.starts_on) * (
        (drawn - share.start) / (share.end - share.start)
    )


def _hours(place: Place, rules: ItemRules, unit: Unit, day: date) -> float:
    part = (day - place.scenario.starts_on) / (place.scenario.as_of - place.scenario.starts_on)
    return round(rules.hours.at(part) + place.scenario.rng("hours", unit.code).uniform(-4, 4)) // 2 * 2


def _hall(catalogue: Catalogue, unit: str, windows: int, day: date) -> Iterator[Row]:
    for number, (domain, known) in enumerate(list(catalogue.domains.items())[:windows], start=1):
        values: tuple[Value, ...] = (
            unit, day, f"DT-{number:02d}", known.items[0], domain, known.department, None, "street", f"{number}号窗口",
            "yes", 44, None, None, None, None, None, None,
        )  # fmt: skip
        yield day, values


def data_feeds(place: Place) -> Table:
    """Return what is connected and kept, once a year."""
    rows: list[Row] = []
    for day in _days(place):
        for rule in place.scenario.services.feeds:
            units = [place.by_code[rule.unit]] if rule.unit else place.base_units
            for unit in units:
                if unit.stands(day):
                    rows += [_feed(place, rule, unit, position, day) for position in range(len(rule.feeds))]
    return Table("data_feeds", FEED_COLUMNS, rows)


def _feed(place: Place, rule: FeedRule, unit: Unit, position: int, day: date) -> Row:
    feed = rule.feeds[position]
    rng = place.scenario.rng("feed", unit.code, rule.kind, feed)
    live = rule.first + timedelta(days=rule.every * position + (0 if rule.unit else rng.randint(0, 2 * rule.every)))
    expected = entered = refreshed = published = None
    if rule.entered and live <= day:
        part = (day - place.scenario.starts_on) / (place.scenario.as_of - place.scenario.starts_on)
        expected = _expected(place, unit, feed, day)
        entered = round(expected * min(1.0, rule.entered.at(part) * rng.uniform(0.97, 1.02)))
        refreshed = round(entered * min(1.0, rule.entered.at(part) * rng.uniform(0.85, 1)))
        published = round(entered * rng.uniform(0.7, 0.95)) if feed == "service_resources" else None
    start = live if live <= day else None
    return day, (unit.code, day, rule.kind, feed, start, expected, entered, refreshed, published)


def _expected(place: Place, unit: Unit, feed: str, day: date) -> int:
    if feed == "people":
        return residents_on(place, unit, day)
    if feed == "dwellings":
        return round(households_on(place, unit, day) * 1.06)
    return place.scenario.rng("records", unit.code, feed).randint(60, 240)
