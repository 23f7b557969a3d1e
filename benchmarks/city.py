"""The reference city: three years of deliveries as they stand in raw, made by rule from a seed and never committed.

Run it: python -m benchmarks.city FOLDER [--communities 400]     makes FOLDER a LINLI_HOME with raw/ and its ledger

400 communities hold 1.2 million households, 12,000 workers, 20 million visits, 2 million meetings, 3 million cases and
200,000 funding rows in about 3,000 deliveries; other sizes keep everything a community has and change their number.
One cell in a thousand cannot be read, as in life, and dates are written in the four ways people write them.
Build it: LINLI_HOME=FOLDER linli run --as-of 2018-12-31

Belongs here: what the city is. Does not belong here: what is measured on it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.catalog.contracts import Contract, load_contracts
from pipelines.intake.deliveries import raw_columns
from pipelines.intake.vault import Vault
from pipelines.settings import Home

CITY = "90"
FIRST_YEAR, YEARS = 2016, 3
AS_OF = f"{FIRST_YEAR + YEARS - 1}-12-31"
COMMUNITIES = 400
HOUSEHOLDS, WORKERS = 3_000, 30
# Rows a community and month.
VISITS, MEETINGS, CASES = 1389, 139, 208
# Rows a community and year.
BOOKINGS = 167


@dataclass(frozen=True)
class Shipment:
    """The rows of one dataset that one sender sends of one period: a query over the tables of _prepare."""

    dataset: str
    sender: str
    received_on: str
    query: str


def make(home: Home, communities: int = COMMUNITIES, until_month: int = YEARS * 12) -> int:
    """Write the deliveries of the first months into raw/ and its ledger; return how many rows they have."""
    contracts = load_contracts()
    Vault.open(home)
    home.raw.mkdir(parents=True, exist_ok=True)
    rows = 0
    with duckdb.connect() as connection, home.ledger.open("a", encoding="utf-8") as ledger:
        _prepare(connection, communities)
        for number, shipment in enumerate(_shipments(communities, until_month)):
            event = _deliver(connection, home, contracts[shipment.dataset], shipment, number)
            ledger.write(json.dumps(event, ensure_ascii=False) + "\n")
            rows += event["deliveries"][0]["rows_read"]
    return rows


def street_of(community: int) -> int:
    """Ten communities a street."""
    return community // 10


def district_of(street: int) -> int:
    """Five streets a district."""
    return street // 5


def code(level: str, number: int) -> str:
    """Codes that carry their parents', as real ones do."""
    if level == "district":
        return f"{CITY}{number + 1:02d}"
    if level == "street":
        return f"{code('district', district_of(number))}{number + 1:03d}"
    return f"{code('street', street_of(number))}{number + 1:03d}"


def _prepare(connection: duckdb.DuckDBPyConnection, communities: int) -> None:
    """Make the macros and the communities every shipment draws on."""
    units = [(number, street_of(number), district_of(street_of(number))) for number in range(communities)]
    connection.execute("create table communities (community integer, street integer, district integer)")
    connection.executemany("insert into communities values (?, ?, ?)", units)
    connection.execute(
        """
        -- the same draw for the same arguments, in every run and on every machine
        create macro draw(a, b, c, n) as cast(md5_number_lower(concat_ws('|', a, b, c)) % n as integer);
        create macro person(community, worker) as
            'p' || substr(md5(concat_ws('|', 'person', community, worker)), 1, 24);
        create macro written(day, way) as case
            when way < 800 then strftime(day, '%Y-%m-%d') when way < 900 then strftime(day, '%Y.%-m.%-d')
            when way < 950 then strftime(day, '%Y年%-m月%-d日') when way < 999 then strftime(day, '%Y%m%d')
            else strftime(day, '%-m月%-d日') end;
        """
    )


def _shipments(communities: int, until_month: int) -> Iterator[Shipment]:
    """Name every delivery, in the order of its receipt within each kind."""
    streets = range(street_of(communities - 1) + 1)
    districts = range(district_of(streets[-1]) + 1)
    yield Shipment("units", CITY, f"{FIRST_YEAR - 1}-12-01", _units(communities))
    for year in range(FIRST_YEAR - 1, FIRST_YEAR + YEARS):
        yield Shipment("economy", CITY, f"{year + 1}-03-01", _economy(year))
    for month in range(until_month):
        year, of_year = FIRST_YEAR + month // 12, month % 12 + 1
        first = f"{year}-{of_year:02d}-01"
        sent = f"{year + of_year // 12}-{of_year % 12 + 1:02d}-05"
        if of_year == 1:
            for street in streets:
                yield Shipment("households", code("street", street), sent, _households(f"street = {street}", first))
            for district in districts:
                yield Shipment(
                    "credentials", code("district", district), sent, _credentials(f"district = {district}", year)
                )
        if of_year in (1, 7):
            for street in streets:
                yield Shipment("population", code("street", street), sent, _population(f"street = {street}", first))
        if of_year % 3 == 1:
            for district in districts:
                yield Shipment("workers", code("district", district), sent, _workers(f"district = {district}", first))
        for street in streets:
            yield Shipment("visits", code("street", street), sent, _visits(f"street = {street}", first))
            if of_year % 3 == 0:
                yield Shipment("cases", code("street", street), sent, _cases(f"street = {street}", first))
        for district in districts:
            yield Shipment(
                "party_meetings", code("district", district), sent, _meetings(f"district = {district}", first)
            )
            yield Shipment("funding", code("district", district), sent, _funding(f"district = {district}", first))


def _units(communities: int) -> str:
    rows = [(CITY, "邻里市", "市", "")]
    streets = range(street_of(communities - 1) + 1)
    rows += [(code("district", n), f"第{n + 1}区", "区", CITY) for n in range(district_of(streets[-1]) + 1)]
    rows += [(code("street", n), f"第{n + 1}街道", "街道", code("district", district_of(n))) for n in streets]
    rows += [(code("community", n), f"第{n + 1}社区", "社区", code("street", street_of(n))) for n in range(communities)]
    values = ", ".join(str((unit, "演示", *rest, "城市", "2000-01-01")) for unit, *rest in rows)
    return f"from (values {values}) as units(code, code_system, name, unit_type, parent_code, urban_rural, valid_from)"


def _economy(year: int) -> str:
    wage = 60000 + 3000 * (year - 2015)
    return f"select '邻里市' as unit, '{year}' as year, '职工年平均工资' as benchmark, '{wage}' as amount"


def _households(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, '{first}' as as_on, 'H' || household as household_no,
            case when draw('key', community, household, 100) < 8
                then ['低保', '残疾', '独居老人'][1 + draw('group', community, household, 3)] end as key_group
        from communities, range({HOUSEHOLDS}) as households(household) where {where}"""


def _population(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, '{first}' as as_on, '{HOUSEHOLDS}' as households,
            cast(8000 + draw('people', community, '{first}', 900) as varchar) as residents, '8000' as urban_residents
        from communities where {where}"""


def _workers(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, '{first}' as as_on, person(community, worker) as person_id,
            'W' || community || '-' || worker as staff_no,
            (1955 + draw('born', community, worker, 45)) || '-0'
                || (1 + draw('month', community, worker, 9)) as born_on,
            case worker when 0 then '书记' when 1 then '主任' else '网格员' end as post,
            case when worker > 1 then 'G' || worker end as grid_no, '2010-07-01' as started_on
        from communities, range({WORKERS}) as workers(worker) where {where}"""


def _credentials(where: str, year: int) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, person(community, worker) as person_id,
            '助理社会工作师' as credential, '{year - 1}-09-20' as obtained_on
        from communities, range({WORKERS}) as workers(worker)
        where {where} and draw('exam', community, worker, 12) = {year - FIRST_YEAR}"""


def _visits(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit,
            written(date '{first}' + draw('day', community, n, 28),
                draw('way{first}', community, n, 1000)) as visited_on,
            'H' || draw('house{first}', community, n, {HOUSEHOLDS}) as household_no,
            'W' || community || '-' || (2 + draw('who{first}', community, n, {WORKERS - 2})) as staff_no
        from communities, range({VISITS}) as visits(n) where {where}"""


def _meetings(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, '第' || (n % 28 + 1) || '支部' as org_name,
            written(date '{first}' + cast(n % 28 as integer), draw('mway{first}', community, n, 1000)) as held_on,
            ['党员大会', '支委会', '党小组会', '党课', '党委例会'][1 + n // 28] as kind,
            cast(20 + draw('asked', community, n, 20) as varchar) as expected,
            cast(8 + draw('came{first}', community, n, 13) as varchar) as attended
        from communities, range({MEETINGS}) as meetings(n) where {where}"""


def _cases(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, 'C{first}-' || n as case_no,
            written(cast(date '{first}' - to_months(n % 3) as date) + draw('on', community, n, 28),
                draw('cway{first}', community, n, 1000)) as received_on,
            ['简单事项', '复杂事项', '上门服务', '矛盾纠纷', '问题隐患'][1 + draw('kind', community, n, 5)] as kind,
            ['窗口', '电话', '入户走访'][1 + draw('door', community, n, 3)] as channel,
            ['是', '否'][1 + draw('told', community, n, 10) // 8] as told_at_once,
            case when draw('open{first}', community, n, 20) > 0 then strftime(
                cast(date '{first}' - to_months(n % 3) as date) + draw('on', community, n, 28)
                    + draw('took', community, n, 20), '%Y-%m-%d') end as closed_on
        from communities, range({CASES} * 3) as cases(n) where {where}"""


def _funding(where: str, first: str) -> str:
    return f"""
        select '第' || (community + 1) || '社区' as unit, 'V{first}-' || n as voucher_no,
            written(date '{first}' + draw('book', community, n, 28),
                draw('fway{first}', community, n, 1000)) as booked_on,
            case when n = 0 then '拨付' else '支出' end as stage, ['办公经费', '服务经费'][1 + n % 2] as category,
            ['市级', '区级', '街道级'][1 + draw('from', community, n, 3)] as source_level,
            cast(draw('sum{first}', community, n, 900000) / 100.0 as varchar) as amount
        from communities, range({BOOKINGS} // 12) as bookings(n) where {where}"""


def _deliver(
    connection: duckdb.DuckDBPyConnection, home: Home, contract: Contract, shipment: Shipment, number: int
) -> dict[str, object]:
    """Write one delivery's rows as intake would leave them, and return what the ledger says of it."""
    delivery = f"{shipment.dataset}-{number:012x}"
    target = home.raw / shipment.dataset / f"{delivery}.parquet"
    target.parent.mkdir(exist_ok=True)
    rows = connection.sql(shipment.query)
    given = [f'"{name}"' for name in raw_columns(contract) if name in rows.columns]
    connection.execute(
        f"""copy (select {", ".join(given)}, '{delivery}' as delivery_id, 'Sheet1' as sheet,
            cast(row_number() over () + 1 as integer) as row_number from ({shipment.query}))
        to '{target}' (format parquet, compression zstd)"""
    )
    counted = connection.execute(f"select count(*) from '{target}'").fetchone()
    assert counted is not None
    return {
        "event": "received", "file_name": f"{delivery}.csv", "sha256": f"{number:064x}", "sender_code": shipment.sender,
        "received_at": f"{shipment.received_on}T09:00:00", "basis": "demo", "notes": [],
        "deliveries": [{
            "delivery_id": delivery, "dataset": shipment.dataset, "contract_version": contract.version,
            "status": "ingested", "rows_read": counted[0], "period_label": None, "first_day": None, "last_day": None,
            "columns": [*(name.strip('"') for name in given), "delivery_id", "sheet", "row_number"],
            "tables": [], "printed_totals": [],
        }],
    }  # fmt: skip


def main() -> None:
    """Make the city where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--communities", type=int, default=COMMUNITIES)
    asked = parser.parse_args()
    print(f"{make(Home(asked.folder), asked.communities):,} rows")


if __name__ == "__main__":
    main()
