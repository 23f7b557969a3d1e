"""Which file holds which rows, who sends it, when it arrives, on what basis its figures stand.

Belongs here: parting the rows of a place into deliveries. Does not belong here: making rows, laying them out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipelines.catalog.contracts import Contract
from pipelines.demo import (
    activities,
    bodies,
    careers,
    cases,
    compounds,
    donations,
    follow_ups,
    gatherings,
    grids,
    hearings,
    money,
    network,
    organisations,
    party,
    places,
    planning,
    posts,
    premises,
    projects,
    service_items,
    staff,
    visits,
)
from pipelines.demo.layout import Clerk, Form
from pipelines.demo.place import Place, Unit
from pipelines.demo.plan import DeliveryRule, Silence, period_end, period_name, period_start
from pipelines.demo.sheets import Sheet
from pipelines.demo.tables import Row, Table
from pipelines.demo.wording import Wording

_LABEL = "（演示数据）"


@dataclass
class Delivery:
    """One file to be written."""

    sender: str
    file: str
    kind: str
    received_at: datetime
    basis: str
    sheets: list[Sheet] = field(default_factory=list)


def tables(place: Place, purposes: tuple[str, ...]) -> dict[str, Table]:
    """Return everything that a place has to report, by dataset."""
    held = staff.Staffing(place).all()
    registers = places.Registers(place)
    made = [
        places.units(place),
        places.population(place),
        places.registers_table(registers),
        money.economy(place),
        money.funding(place),
        careers.certify(place, held),
        careers.pay(place, held),
        staff.rosters(place, held),
        party.party_orgs(place),
        party.meetings(place),
        visits.visits(place, held, registers, purposes),
        network.points(place),
        organisations.organisations_table(place),
        projects.projects(place),
        activities.activities(place),
        donations.donations(place),
        planning.planning_cases(place),
        posts.posts(place, held),
        grids.grids(place, held, registers),
        hearings.trainings(place, held),
        hearings.elections(place),
        hearings.appraisals(place, held),
        cases.cases(place),
        service_items.service_items(place, service_items.load_catalogue()),
        service_items.data_feeds(place),
        gatherings.meetings(place),
        gatherings.inspections(place),
        compounds.compounds(place),
        premises.facilities(place),
        bodies.functions(place),
        bodies.bodies(place),
        bodies.titles(place),
        follow_ups.follow_ups(place),
    ]
    return {table.dataset: table for table in made}


def deliveries(place: Place, contracts: Mapping[str, Contract], wording: Wording) -> Iterator[Delivery]:
    """Yield the files of one jurisdiction."""
    made = tables(place, wording.purposes)
    books: dict[tuple[str, str], Delivery] = {}
    for rule in place.scenario.deliveries:
        table = made[rule.dataset]
        for sender, start, rows in _parted(place, rule, table):
            form = Form(
                contracts[rule.dataset],
                table.columns,
                rows,
                sender,
                period_name(rule.period, start),
                _kind(place, rule, sender),
            )
            delivery = _delivery(place, wording, rule, form, start)
            if rule.book is None:
                yield delivery
            elif (known := books.setdefault((sender.code, delivery.file), delivery)) is not delivery:
                known.sheets += delivery.sheets
    yield from books.values()
    if place.scenario.network:
        received = place.scenario.network.annexes_received
        for name, sheet in network.annexes():
            yield Delivery(place.scenario.root, f"{name}.xlsx", "xlsx", received, "delivered", [sheet])


def _kind(place: Place, rule: DeliveryRule, sender: Unit) -> str:
    return place.scenario.rng("kind", rule.dataset, sender.code).choice(rule.kind)


def _parted(place: Place, rule: DeliveryRule, table: Table) -> Iterator[tuple[Unit, date, list[Row]]]:
    """Yield sender, period and rows of each file of a rule."""
    files: dict[tuple[date, str], list[Row]] = defaultdict(list)
    senders: dict[str, str] = {}
    listed: set[tuple[date, str]] = set()
    quiet = _silences(rule, (*place.scenario.silences, *place.scenario.nothing_to_report))
    for row in table.rows:
        day, code = row[0], str(row[1][0])
        if not rule.since <= day <= rule.until or _is_silent(quiet, code, day):
            continue
        if code not in senders:
            senders[code] = _sender(place, rule, code)
        start = period_start(rule.period, day)
        listed.add((start, code))
        files[start, senders[code]].append(row)
    for (start, sender), rows in files.items():
        if rule.cumulative:
            before = [row for row in table.rows if row[0] < start and _sender(place, rule, str(row[1][0])) == sender]
            rows = before + rows
        yield place.by_code[sender], start, rows
    if rule.zero_reports:
        yield from _nothing_to_list(place, rule, listed)


def _nothing_to_list(
    place: Place, rule: DeliveryRule, listed: set[tuple[date, str]]
) -> Iterator[tuple[Unit, date, list[Row]]]:
    """Yield each unit and period of a rule without a row, but for those that are silent."""
    silences = _silences(rule, place.scenario.silences)
    for end in place.scenario.ends(rule.period)[1:]:
        start = period_start(rule.period, end)
        for unit in place.base_units if rule.since <= end <= rule.until else ():
            if unit.stands(end) and (start, unit.code) not in listed and not _is_silent(silences, unit.code, end):
                yield unit, start, []


def _sender(place: Place, rule: DeliveryRule, code: str) -> str:
    root = place.scenario.root
    if rule.dataset == "units" or rule.sender == "root":
        return root
    if rule.sender == "alone":
        return code if code in rule.alone else root
    return place.above(code, rule.sender).code


def _silences(rule: DeliveryRule, silences: tuple[Silence, ...]) -> list[Silence]:
    return [silence for silence in silences if silence.dataset == rule.dataset]


def _is_silent(silences: list[Silence], unit: str, day: date) -> bool:
    return any(silence.unit == unit and silence.since <= day <= silence.until for silence in silences)


def _delivery(place: Place, wording: Wording, rule: DeliveryRule, form: Form, start: date) -> Delivery:
    words = wording.forms[form.contract.dataset]
    book = rule.book if form.sender.code not in rule.alone else None
    name = f"{form.sender.name}{form.period}{rule.note}{book or words.title}"
    title = f"{form.sender.name}{form.period}{rule.note}{words.title}{_LABEL}"
    sheet = Clerk(place, wording, form).sheet(title)
    received = rule.received or period_end(rule.period, start) + timedelta(days=rule.lag)
    received += timedelta(days=sum(late.days for late in place.scenario.late if late.unit == form.sender.code))
    basis = "demo_fitted" if form.contract.dataset in place.scenario.fitted else "demo"
    return Delivery(form.sender.code, f"{name}.{form.kind}", form.kind, _arrival(place, received, name), basis, [sheet])


def _arrival(place: Place, day: date, name: str) -> datetime:
    """Return the time of arrival; what would come after the as-of date was sent in on that day."""
    rng = place.scenario.rng("arrival", name)
    time = timedelta(hours=rng.randint(8, 16), minutes=rng.randint(0, 59), seconds=rng.randint(0, 59))
    return datetime.combine(min(day, place.scenario.as_of), datetime.min.time()) + time
