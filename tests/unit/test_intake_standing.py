"""Where a delivery stands after all that was decided about it, and what may be decided when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_samples import SENDER, VISIT_HEADER, csv_bytes, drop, raw, run

from pipelines.catalog.jurisdictions import Review
from pipelines.errors import LinliError
from pipelines.intake import decisions
from pipelines.intake.corrections import Cell, correct
from pipelines.intake.ledger import Ledger
from pipelines.intake.periods import period_span
from pipelines.intake.standing import Place, Rules, closed_periods, stand
from pipelines.settings import Home

STREET, COMMUNITY, OTHER = "9001", "9001001", "9001002"
RULES = Rules(
    places={
        "90": Place("district", None),
        STREET: Place("street", "90"),
        COMMUNITY: Place("community", STREET),
        OTHER: Place("village", STREET),
    },
    reviews={STREET: Review(since=date(2018, 1, 1), unit_types=("community",))},
)
Event = dict[str, Any]


def sent(name: str, at: str, sender: str = COMMUNITY, dataset: str = "visits", **more: Any) -> Event:
    entry = {"delivery_id": name, "dataset": dataset, "status": "ingested", "rows_read": 1} | more
    return {"event": "received", "sender_code": sender, "sha256": name, "received_at": at, "deliveries": [entry]}


def said(event: str, at: str, **more: Any) -> Event:
    return {"event": event, "at": at, "who": "审核员", "why": "原因", **more}


def statuses(events: Sequence[Event], rules: Rules = RULES) -> dict[str, str]:
    return {delivery["delivery_id"]: delivery["status"] for delivery in stand(events, rules)}


def test_without_any_decision_what_was_accepted_counts() -> None:
    assert statuses([sent("a", "2018-02-01T09:00:00")], Rules()) == {"a": "ingested"}


def test_where_review_is_on_a_delivery_counts_from_its_approval_and_a_returned_one_never() -> None:
    events = [
        sent("before", "2017-12-31T23:00:00"),
        sent("waits", "2018-02-01T09:00:00"),
        sent("good", "2018-02-02T09:00:00"),
        sent("bad", "2018-02-03T09:00:00"),
        sent("village", "2018-02-03T09:00:00", sender=OTHER),
        sent("register", "2018-02-03T09:00:00", dataset="units"),
        said("reviewed", "2018-02-05T09:00:00", delivery_id="good", decision="approved"),
        said("reviewed", "2018-02-05T09:00:00", delivery_id="bad", decision="returned"),
    ]
    assert statuses(events) == {
        "before": "ingested",
        "waits": "submitted",
        "good": "ingested",
        "bad": "returned",
        "village": "ingested",
        "register": "ingested",
    }
    (bad,) = [delivery for delivery in stand(events, RULES) if delivery["delivery_id"] == "bad"]
    assert (bad["decided_by"], bad["decided_at"], bad["decided_why"]) == ("审核员", "2018-02-05T09:00:00", "原因")


def test_what_comes_for_a_closed_period_is_held_until_it_is_reopened() -> None:
    march = {"first_day": "2017-03-01", "last_day": "2017-03-31"}
    events = [
        sent("in time", "2017-04-05T09:00:00", **march),
        said("closed", "2017-04-10T00:00:00", unit_code=STREET, period="2017-Q1"),
        sent("late", "2017-04-11T09:00:00", **march),
        sent("by its title", "2017-04-11T09:00:00", period_label="2017-03"),
        sent("cumulative", "2017-07-11T09:00:00", first_day="2017-03-31", last_day="2017-06-30"),
        sent("next", "2017-04-11T09:00:00", first_day="2017-04-01", last_day="2017-04-10"),
        sent("above", "2017-04-11T09:00:00", sender="90", **march),
        sent("undated", "2017-04-11T09:00:00"),
    ]
    held = {"late", "by its title", "cumulative"}
    assert {name for name, status in statuses(events).items() if status == "held"} == held
    reopened = [*events, said("reopened", "2017-08-01T00:00:00", unit_code=STREET, period="2017-Q1")]
    assert set(statuses(reopened).values()) == {"ingested"}
    again = [
        *reopened,
        said("closed", "2017-09-01T00:00:00", unit_code=STREET, period="2017-Q1"),
        sent("much later", "2017-09-02T00:00:00", **march),
    ]
    assert {name for name, status in statuses(again).items() if status == "held"} == {"much later"}


def test_a_withdrawal_is_stronger_than_all_else() -> None:
    events = [
        said("closed", "2017-04-10T00:00:00", unit_code=STREET, period="2018"),
        sent("a", "2018-02-01T09:00:00", period_label="2018-01"),
        said("reviewed", "2018-02-02T09:00:00", delivery_id="a", decision="approved"),
        said("withdrawn", "2018-02-03T09:00:00", delivery_id="a"),
    ]
    assert statuses(events) == {"a": "withdrawn"}


NAMES = st.sampled_from(["a", "b", "c"])
DAYS = st.integers(1, 28).map("2018-01-{:02d}T09:00:00".format)
EVENTS = st.lists(
    st.one_of(
        st.builds(lambda n, at: said("withdrawn", at, delivery_id=n), NAMES, DAYS),
        st.builds(
            lambda n, at, how: said("reviewed", at, delivery_id=n, decision=how),
            NAMES,
            DAYS,
            st.sampled_from(["approved", "returned"]),
        ),
        st.builds(
            lambda kind, at, unit: said(kind, at, unit_code=unit, period="2018-01"),
            st.sampled_from(["closed", "reopened"]),
            DAYS,
            st.sampled_from([STREET, COMMUNITY]),
        ),
    ),
    max_size=8,
)


@given(EVENTS, st.lists(DAYS, min_size=3, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(decided: list[Event], days: list[str], random: Any) -> None:
    events = [sent(name, at, period_label="2018-01") for name, at in zip("abc", days, strict=True)] + decided
    shuffled = random.sample(events, len(events))
    assert statuses(shuffled) == statuses(events)


@given(EVENTS)
def test_a_withdrawn_or_returned_delivery_never_comes_back(decided: list[Event]) -> None:
    events = [sent(name, "2018-01-01T00:00:00") for name in "abc"]
    gone: set[str] = set()
    for number in range(len(decided) + 1):
        now = {
            name for name, status in statuses(events + decided[:number]).items() if status in ("withdrawn", "returned")
        }
        assert gone <= now
        gone = now


@given(EVENTS)
def test_closings_in_force_are_those_not_reopened_since(decided: list[Event]) -> None:
    for closing in closed_periods(decided):
        later = [e for e in decided if e["event"] == "reopened" and e["unit_code"] == closing["unit_code"]]
        assert all(event["at"] < closing["at"] for event in later)


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2016", "2016-01-01", "2016-12-31"),
        ("2016-H2", "2016-07-01", "2016-12-31"),
        ("2016-Q1", "2016-01-01", "2016-03-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-12", "2016-12-01", "2016-12-31"),
    ],
)
def test_periods(label: str, first: str, last: str) -> None:
    assert period_span(label) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("label", ["2016-13", "2016-H3", "16", "2016-Q", "", "2016-W01"])
def test_what_is_no_period_to_close(label: str) -> None:
    assert period_span(label) is None


VISITS = csv_bytes([VISIT_HEADER, ["2017.3.14", "SF-1", "SF003", None], ["2017年3月2日", "SF-2", "SF003", None]])
UNITS = csv_bytes(
    [
        ["单位代码", "代码体系", "单位名称", "单位类型", "上级代码", "启用日期"],
        ["330482001", "统计局", "当湖街道", "街道", None, "2000-01-01"],
        [SENDER, "统计局", "松枫社区", "社区", "330482001", "2000-01-01"],
    ]
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    drop(home, "units.csv", UNITS, sender="330482001")
    drop(home, "走访.csv", VISITS)
    drop(home, "人口.csv", csv_bytes([["统计日期", "户数", "常住人口", "城镇人口"], ["2017-03-31", 50, 120, 120]]))
    assert run(home).refused == 0
    return home


def visits(home: Home) -> list[tuple[str, str]]:
    return raw(home).sql("select delivery_id, status from raw.delivery where dataset = 'visits' order by 2").fetchall()


def refused(action: Any, *arguments: Any, **options: Any) -> LinliError:
    with pytest.raises(LinliError) as caught:
        action(*arguments, **options)
    return caught.value


def test_a_delivery_knows_its_days(home: Home) -> None:
    (delivery,) = [d for d in stand(Ledger(home.ledger).events()) if d["dataset"] == "visits"]
    assert (delivery["first_day"], delivery["last_day"]) == ("2017-03-02", "2017-03-14")


def test_withdrawing_and_sending_the_same_bytes_again(home: Home) -> None:
    ((first, _),) = visits(home)
    decisions.withdraw(home, first, "李主任", "报错了月份")
    (delivery,) = (
        raw(home)
        .sql(
            "select status, decided_by, decided_why, decided_at is not null from raw.delivery where dataset = 'visits'"
        )
        .fetchall()
    )
    assert delivery == ("withdrawn", "李主任", "报错了月份", True)
    assert refused(decisions.withdraw, home, first, "李主任", "再撤").code == "already_withdrawn"
    drop(home, "再报.csv", VISITS)
    assert [outcome.status for outcome in run(home).outcomes] == ["ingested"]
    drop(home, "三报.csv", VISITS)
    assert [outcome.status for outcome in run(home).outcomes] == ["duplicate"]
    (second,) = [name for name, status in visits(home) if status == "ingested"]
    assert sorted(visits(home)) == sorted([(first, "withdrawn"), (second, "ingested")])
    decisions.withdraw(home, second, "李主任", "还是不对")
    drop(home, "四报.csv", VISITS)
    run(home)
    assert [status for _, status in visits(home)] == ["ingested", "withdrawn", "withdrawn"]


def test_what_cannot_be_decided_is_said_and_nothing_is_written(home: Home) -> None:
    ((name, _),) = visits(home)
    before = home.ledger.read_bytes()
    assert refused(decisions.withdraw, home, "visits-000000000000", "李", "错").code == "unknown_delivery"
    assert refused(decisions.withdraw, home, name, "李", " ").code == "no_reason"
    assert refused(decisions.review, home, [name], "approved", "李", "好").code == "already_ingested"
    assert refused(decisions.close, home, SENDER, "2017-W03", "李", "x", reopen=False).code == "bad_period"
    assert refused(decisions.close, home, "999", "2017", "李", "x", reopen=False).code == "unknown_unit"
    assert refused(decisions.close, home, SENDER, "2017", "李", "x", reopen=True).code == "not_closed"
    assert home.ledger.read_bytes() == before


def test_a_closed_period_is_not_changed_from_behind(home: Home) -> None:
    ((name, _),) = visits(home)
    decisions.close(home, "330482001", "2017-Q1", "李主任", "一季度已上报", reopen=False)
    assert refused(decisions.withdraw, home, name, "李主任", "x").code == "closed"
    assert refused(correct, home, households(home), "60", None, "李主任", "x").code == "closed"
    assert refused(decisions.close, home, "330482001", "2017-Q1", "李", "x", reopen=False).code == "closed_already"
    drop(home, "补报.csv", VISITS + b"2017-03-20,SF-9,SF003,\n")
    run(home)
    assert [status for _, status in visits(home)] == ["held", "ingested"]
    decisions.close(home, "330482001", "2017-Q1", "李主任", "补报", reopen=True)
    assert [status for _, status in visits(home)] == ["ingested", "ingested"]
    decisions.withdraw(home, name, "李主任", "x")


def test_review_approves_all_or_none(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    ((name, _),) = visits(home)
    reviews = {"330482001": Review(since=date(2016, 1, 1), unit_types=("community",))}
    monkeypatch.setattr(decisions, "load_reviews", lambda: reviews)
    assert refused(decisions.review, home, [name, "visits-x"], "approved", "街道", "好").code == "unknown_delivery"
    decisions.review(home, [name, name], "returned", "街道", "三月缺两户")
    assert refused(decisions.review, home, [name], "approved", "街道", "好").code == "already_returned"
    drop(home, "再报.csv", VISITS)
    run(home)
    events = Ledger(home.ledger).events()
    (again,) = [d["delivery_id"] for d in stand(events) if d["dataset"] == "visits" and d["status"] == "ingested"]
    decisions.review(home, [again], "approved", "街道", "同意")
    assert refused(decisions.review, home, [again], "returned", "街道", "x").code == "already_ingested"


def test_corrections_name_a_cell_that_says_what_they_say(home: Home) -> None:
    ((visit, _),) = visits(home)
    cell = households(home)
    name = cell.delivery_id
    assert refused(correct, home, Cell(name, "人口", 9, "户数"), "x", None, "李", "y").code == "no_such_cell"
    assert refused(correct, home, Cell(name, "人口", 2, "心情"), "x", None, "李", "y").code == "unknown_column"
    assert refused(correct, home, Cell(name, "人口", 2, "统计日期"), "x", None, "李", "y").code == "key_column"
    assert refused(correct, home, Cell(visit, "走访", 2, "走访事由"), "x", None, "李", "y").code == "personal_column"
    assert refused(correct, home, cell, "60", "55", "李", "y").code == "not_the_old_value"
    assert refused(correct, home, cell, "50", None, "李", "y").code == "no_change"
    correct(home, cell, "60", "50", "李主任", "漏了一栋楼")
    correct(home, cell, "61", None, "李主任", "又核对了一次")
    rows = (
        raw(home)
        .sql("select * exclude (corrected_at, corrected_by, corrected_why) from raw.correction order by is_latest")
        .fetchall()
    )
    assert rows == [
        (name, "population", "人口", 2, "households", "50", "60", False),
        (name, "population", "人口", 2, "households", "50", "61", True),
    ]


def households(home: Home) -> Cell:
    row = raw(home).sql("select delivery_id from raw.population").fetchone()
    assert row is not None
    return Cell(row[0], "人口", 2, "户数")
