"""What every contestant is told before its clock starts: declarations and the ledger, as small Parquet files.

Linli compiles these from its YAML within its own time; a rival's analyst would have typed them in.
Belongs here: which indicators are compared. Does not belong here: rows of the city (they are read by the contestants).
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from pipelines.catalog.compile import compile_reference
from pipelines.catalog.contracts import load_contracts
from pipelines.settings import Home

# Every indicator that has a value anywhere in the reference city, by what it is counted from.
COVERED = {
    "visits": (
        "household_visit_rate", "key_household_visit_rate", "key_households_served_share",
        "grid_worker_months_80_share", "worker_weeks_visiting_share",
    ),
    "meetings": ("meeting_attendance_rate", "weekly_meeting_rate"),
    "cases": (
        "cases_first_received_share", "cases_with_handler_share", "complex_referred_share",
        "elderly_help_per_household", "facility_complaints", "hazards_referred_share", "home_service_share",
        "opinions_collected", "simple_on_the_spot_share", "told_at_once_share",
    ),
    "funding": (
        "funding_allocated_per_household", "funding_allocated_per_resident", "funding_budgeted_amount",
        "funding_budgeted_per_household", "funding_budgeted_per_resident", "funding_spent_amount",
        "funding_spent_per_household", "funding_spent_per_resident", "office_allocated_per_household",
        "office_budgeted_amount", "office_budgeted_per_household", "office_spent_per_household",
        "service_allocated_per_household", "service_budgeted_per_household", "service_spent_per_household",
    ),
    "people": (
        "certified_share", "certified_share_under_45", "committee_directors_per_800_households", "workers_headcount",
        "workers_per_10000_residents",
    ),
}  # fmt: skip
# Labels are compared without spaces and with narrow brackets.
PLAIN = str.maketrans({"（": "(", "）": ")", " ": ""})
INDICATORS = tuple(indicator for family in COVERED.values() for indicator in family)


def give(city: Home, folder: Path) -> None:
    """Write indicator, scope, code and delivery into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    compile_reference(folder / "reference")
    labels = [
        (dataset, column.name, label.translate(PLAIN), code)
        for dataset, contract in load_contracts().items()
        for column in contract.columns
        for code, words in (column.codes or {}).items()
        for label in dict.fromkeys((code, *words))
    ]
    with duckdb.connect() as connection:
        connection.execute("create table code (dataset varchar, column_name varchar, label varchar, code varchar)")
        connection.executemany("insert into code values (?, ?, ?, ?)", labels)
        connection.execute("create table delivery (delivery_id varchar, dataset varchar, received_at timestamp)")
        connection.executemany("insert into delivery values (?, ?, ?)", list(_deliveries(city)))
        connection.execute(f"create table covered as select unnest({list(INDICATORS)!r}) as indicator_id")
        for name in ("indicator", "indicator_scope"):
            file = folder / "reference" / f"{name}.parquet"
            connection.execute(f"create table {name} as from '{file}' semi join covered using (indicator_id)")
        for name in ("code", "delivery", "indicator", "indicator_scope"):
            connection.execute(f"copy {name} to '{folder / name}.parquet' (format parquet)")


def _deliveries(city: Home) -> list[tuple[str, str, str]]:
    events = [json.loads(line) for line in city.ledger.read_text(encoding="utf-8").splitlines()]
    return [
        (delivery["delivery_id"], delivery["dataset"], event["received_at"])
        for event in events
        for delivery in event["deliveries"]
    ]
