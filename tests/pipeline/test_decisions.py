"""What becomes of deliveries after they came, seen where people look: figures, deliveries, reports due, corrections.

One street with review switched on for its communities since April 2014, two communities, one build.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from support import deliver

from pipelines.catalog.compile import compile_reference
from pipelines.catalog.jurisdictions import Review
from pipelines.intake import decisions, ingest
from pipelines.intake.corrections import Cell, correct
from pipelines.settings import Home
from pipelines.warehouse import build as warehouse_build
from pipelines.warehouse.build import register_sources
from pipelines.warehouse.dbt_invocation import invoke
from pipelines.warehouse.manifest import load_parsed
from pipelines.warehouse.working import open_working

UNITS = """单位代码,代码体系,单位名称,单位类型,上级代码,城乡,启用日期
90,演示,示范区,区,,,2000-01-01
9001,演示,示范街道,街道,90,,2000-01-01
9001001,演示,甲社区,社区,9001,城市,2000-01-01
9001002,演示,乙社区,社区,9001,城市,2000-01-01
"""
HEADER = "走访日期,户编号,走访人工号\n"
A, B, STREET = "9001001", "9001002", "9001"
REVIEWS = {STREET: Review(since=date(2014, 4, 1), unit_types=("community",))}
SENT = {
    # January: sent twice, the second time with one household less and one new; then the second is withdrawn.
    "a1": (A, "2014-02-05", "2014-01-06,A-001,W1\n2014-01-07,A-002,W1\n"),
    "a1-again": (A, "2014-02-08", "2014-01-06,A-001,W1\n2014-01-08,A-003,W1\n"),
    "b2": (B, "2014-03-05", "2014-02-07,B-001,W2\n"),
    # The first quarter is closed on 2014-03-20: what comes for it is held.
    "a3": (A, "2014-03-25", "2014-03-06,A-001,W1\n"),
    # From April on what communities send waits for the street.
    "a4": (A, "2014-05-02", "2014-04-06,A-001,W1\n"),
    "b4": (B, "2014-05-03", "2014-04-06,B-001,W2\n"),
    "a5": (A, "2014-06-03", "2014-05-06,A-001,W1\n"),
}
# Corrected: a figure nobody could read and one that was wrong; the second is mended by its sender afterwards.
POPULATION = "单位,统计日期,户数,常住人口,城镇人口\n"
REGISTERS = {
    "pop": ("2014-03-10", "甲社区,2013-12-31,5O,120,120\n乙社区,2013-12-31,80,200,200\n"),
    "pop-mended": ("2014-03-15", "乙社区,2013-12-31,85,200,200\n"),
}
MODELS = ("dq_correction", "dq_completeness", "dq_rejected_row", "fct_visit", "fct_population_spell")


@pytest.fixture(scope="module")
def ids() -> dict[str, str]:
    """The deliveries by the names above, filled in while they are taken in."""
    return {}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, ids: dict[str, str]) -> Home:
    """All of it delivered, decided and built as of 2014-06-30."""
    home = Home(tmp_path_factory.mktemp("decided"))
    deliver(home, "90", "units.csv", UNITS, "2014-01-01T09:00:00")
    for name, (sender, day, rows) in SENT.items():
        deliver(home, sender, f"{name}.csv", HEADER + rows, f"{day}T09:00:00")
    for name, (day, rows) in REGISTERS.items():
        deliver(home, STREET, f"{name}.csv", POPULATION + rows, f"{day}T09:00:00")
    for outcome in ingest(home).outcomes:
        assert outcome.status == "ingested"
        ids[outcome.file_name.removesuffix(".csv")] = outcome.delivery_ids[0]
    with pytest.MonkeyPatch.context() as patch:
        for module in (decisions, warehouse_build):
            patch.setattr(module, "load_reviews", lambda: REVIEWS)
        decide(home, ids, patch)
        compile_reference(home.reference)
        register_sources(home)
    wanted = [f"+{model}" for model in MODELS]
    result = invoke(home, "run", "--vars", "{as_of: '2014-06-30'}", "--select", *wanted, parsed=load_parsed())
    assert result.success, [r.message for r in result.result.results if r.status not in ("pass", "success")]
    return home


def decide(home: Home, ids: dict[str, str], patch: pytest.MonkeyPatch) -> None:
    """Withdraw, correct, close, approve and return."""
    correct(home, Cell(ids["pop"], "pop", 2, "户数"), "50", "5O", "街道", "字母O当作零")
    correct(home, Cell(ids["pop"], "pop", 3, "households"), "82", "80", "街道", "漏了两户")
    decisions.withdraw(home, ids["a1-again"], "甲社区", "报错了")
    patch.setattr(decisions, "clock", _Clock)
    decisions.close(home, STREET, "2014-Q1", "街道", "一季度已上报", reopen=False)
    decisions.review(home, [ids["a4"]], "approved", "街道", "同意")
    decisions.review(home, [ids["b4"]], "returned", "街道", "户数不足")


class _Clock:
    """The twentieth of March 2014."""

    @staticmethod
    def now() -> datetime:
        return datetime(2014, 3, 20, 9)


def ask(warehouse: Home, sql: str) -> list[tuple[Any, ...]]:
    with open_working(warehouse, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_only_what_stands_counts(warehouse: Home) -> None:
    visits = ask(warehouse, "select visited_on::varchar, household_no, staff_no from core.fct_visit order by all")
    assert visits == [
        ("2014-01-06", "A-001", "W1"),
        ("2014-01-07", "A-002", "W1"),
        ("2014-02-07", "B-001", "W2"),
        ("2014-04-06", "A-001", "W1"),
    ]


def test_each_delivery_says_where_it_stands(warehouse: Home, ids: dict[str, str]) -> None:
    rows = ask(
        warehouse,
        "select delivery_id, status, rows_read, rows_accepted, rows_rejected, decided_by from marts.dq_delivery"
        " where dataset = 'visits'",
    )
    said = {delivery: tuple(rest) for delivery, *rest in rows}
    assert {name: said[ids[name]] for name in SENT} == {
        "a1": ("accepted", 2, 2, 0, None),
        "a1-again": ("withdrawn", 2, 0, 0, "甲社区"),
        "b2": ("accepted", 1, 1, 0, None),
        "a3": ("held", 1, 0, 0, "街道"),
        "a4": ("accepted", 1, 1, 0, "街道"),
        "b4": ("returned", 1, 0, 0, "街道"),
        "a5": ("submitted", 1, 0, 0, None),
    }


def test_what_does_not_count_is_no_report(warehouse: Home) -> None:
    rows = ask(
        warehouse,
        """select right(unit_id, 1), strftime(period_start, '%m'), received_on is not null from marts.dq_completeness
           where dataset = 'visits' and period_start between '2014-01-01' and '2014-05-01'
           and unit_id in ('demo:9001001', 'demo:9001002') order by all""",
    )
    received = {"1": [month for unit, month, came in rows if unit == "1" and came]}
    received["2"] = [month for unit, month, came in rows if unit == "2" and came]
    assert len(rows) == 10
    assert received == {"1": ["01", "04"], "2": ["02"]}


def test_corrections_say_whether_they_apply(warehouse: Home, ids: dict[str, str]) -> None:
    rows = ask(
        warehouse,
        "select delivery_id, row_number, header, old_masked, new_masked, corrected_by, status"
        " from marts.dq_correction order by row_number",
    )
    assert rows == [
        (ids["pop"], 2, "户数", "5O", "50", "街道", "applied"),
        (ids["pop"], 3, "户数", "80", "82", "街道", "expired"),
    ]
    counted = ask(warehouse, "select right(unit_id, 1), households from core.fct_population_spell order by all")
    assert counted == [("1", 50), ("2", 85)]
    assert ask(warehouse, "select * from marts.dq_rejected_row") == []


def test_every_version_of_a_value_is_told(warehouse: Home, ids: dict[str, str]) -> None:
    rows = ask(
        warehouse,
        "select row_key, state, delivery_id from core.dq_value_history"
        " where dataset = 'visits' and column_name = 'household_no' order by all",
    )
    key = "demo:{}|{}|{}|{}".format
    assert set(rows) == {
        (key(A, "2014-01-06", "A-001", "W1"), "current", ids["a1"]),
        (key(A, "2014-01-06", "A-001", "W1"), "withdrawn", ids["a1-again"]),
        (key(A, "2014-01-08", "A-003", "W1"), "withdrawn", ids["a1-again"]),
        (key(A, "2014-03-06", "A-001", "W1"), "held", ids["a3"]),
        (key(B, "2014-04-06", "B-001", "W2"), "returned", ids["b4"]),
        (key(A, "2014-05-06", "A-001", "W1"), "submitted", ids["a5"]),
    }
    values = ask(
        warehouse,
        "select value, state from core.dq_value_history"
        " where row_key like 'demo:9001002|2013%' and column_name = 'households' order by received_at desc",
    )
    assert values == [("85", "current"), ("82", "superseded")]
