"""The landing folder to raw: idempotent, atomic, nothing lost by a crash, nothing personal kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from cryptography.fernet import Fernet
from intake_samples import CONTRACTS, SENDER, VISIT_HEADER, WORKER_HEADER, book, drop, identity_number, raw, run, xlsx

from pipelines.errors import LinliError
from pipelines.intake import pending
from pipelines.intake.ledger import Ledger
from pipelines.intake.lock import only_writer
from pipelines.settings import Home

VISITS = xlsx([["2017年3月入户走访"], VISIT_HEADER, ["2017-03-14", "SF-1", "SF003", "慰问"]])
PERSON = identity_number("99000119820701123")
ROSTER = xlsx([WORKER_HEADER, [PERSON, "张三丰", "SF001", "1982-07", "书记", None, "2014-03-01"]])
ENVELOPE = {"received_at": "2017-07-12T09:30:00", "basis": "demo"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def everything_on_disk(home: Home) -> bytes:
    return b"".join(path.read_bytes() for path in home.root.rglob("*") if path.is_file())


def test_a_file_becomes_rows_a_ledger_line_and_an_encrypted_original(home: Home) -> None:
    path = drop(home, "走访.xlsx", VISITS, envelope=ENVELOPE)
    assert pending(home) == [path]
    summary = run(home)
    assert (summary.files, summary.rows, summary.refused, summary.duplicates) == (1, 1, 0, 0)
    assert list(path.parent.iterdir()) == []
    connection = raw(home)
    assert connection.sql(
        "select unit, visited_on, household_no, staff_no, sheet, row_number from raw.visits"
    ).fetchall() == [(SENDER, "2017-03-14", "SF-1", "SF003", "Sheet1", 3)]
    (delivery,) = connection.sql("select * from raw.delivery").fetchall()
    columns = [column[0] for column in connection.sql("select * from raw.delivery limit 0").description]
    said = dict(zip(columns, delivery, strict=True))
    assert said["delivery_id"] == summary.outcomes[0].delivery_ids[0]
    assert said["delivery_id"].startswith("visits-") and len(said["delivery_id"]) == len("visits-") + 12
    assert str(said["received_at"]) == "2017-07-12 09:30:00"
    assert (said["basis"], said["rows_read"], said["status"], said["period_label"]) == (
        "demo",
        1,
        "ingested",
        "2017-03",
    )
    original = home.originals / said["sha256"]
    assert Fernet(home.secret_key.read_bytes()).decrypt(original.read_bytes()) == VISITS
    assert home.secret_key.stat().st_mode & 0o777 == 0o600


def test_personal_values_are_nowhere_in_the_clear(home: Home) -> None:
    drop(home, "花名册.xlsx", ROSTER)
    run(home)
    (person,) = raw(home).sql("select person_id from raw.workers").fetchone() or ()
    assert person.startswith("p") and len(person) == 25
    assert "name" not in raw(home).sql("select * from raw.workers").columns
    stored = everything_on_disk(home)
    assert PERSON.encode() not in stored
    assert "张三丰".encode() not in stored


def test_the_same_person_has_the_same_hash_in_every_file_and_another_in_another_installation(tmp_path: Path) -> None:
    other = xlsx([["身份证号", "在岗月数", "年收入合计"], [f" {PERSON[:6]} {PERSON[6:].lower()}", 12, 1]])
    found = []
    for name in ("one", "two"):
        home = Home(tmp_path / name)
        drop(home, "花名册.xlsx", ROSTER)
        drop(home, "薪酬.xlsx", other)
        run(home)
        found.append(raw(home).sql("select w.person_id, p.person_id from raw.workers w, raw.pay p").fetchone())
    assert found[0] and found[1]
    assert found[0][0] == found[0][1]
    assert found[0][0] != found[1][0]


def test_the_same_bytes_are_not_taken_in_twice_from_one_sender(home: Home) -> None:
    drop(home, "a.xlsx", VISITS)
    run(home)
    drop(home, "b.xlsx", VISITS)
    drop(home, "b.xlsx", VISITS, sender="330482001035")
    summary = run(home)
    assert [outcome.status for outcome in summary.outcomes] == ["duplicate", "ingested"]
    assert "already" in (summary.outcomes[0].reason_en or "")
    assert pending(home) == []
    assert raw(home).sql("select count(*) from raw.visits").fetchone() == (2,)


def test_a_refused_file_is_in_the_ledger_and_the_others_go_on(home: Home) -> None:
    drop(home, "1.xlsx", b"PK\x03\x04 no workbook")
    drop(home, "2.xlsx", xlsx([["甲", "乙"], [1, 2]]))
    drop(home, "3.xlsx", VISITS)
    drop(home, "4.csv", b"")
    home.landing.joinpath("loose.xlsx").write_bytes(VISITS)
    summary = run(home)
    assert [outcome.reason_code for outcome in summary.outcomes] == [
        "unreadable", "unknown_sheet", None, "empty", "no_sender",
    ]  # fmt: skip
    rows = raw(home).sql("select dataset, status, reason_code, reason_zh, reason_en from raw.delivery").fetchall()
    assert len(rows) == 5
    refused = [row for row in rows if row[1] == "refused"]
    assert all(row[0] is None and row[2] and row[3] and row[4] for row in refused)
    assert len(list(home.originals.iterdir())) == 4  # the loose file has the third one's bytes
    assert pending(home) == []


def test_a_refused_file_is_judged_again_when_it_comes_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(home, "a.xlsx", VISITS)
    with monkeypatch.context() as context:
        context.setattr("pipelines.intake.take_in.load_contracts", lambda: {"workers": CONTRACTS["workers"]})
        assert run(home).refused == 1
    drop(home, "a.xlsx", VISITS)
    assert run(home).rows == 1
    assert raw(home).sql("select status from raw.delivery").fetchall() == [("ingested",)]


@pytest.mark.parametrize("where", ["Ledger.append", "Vault.keep_original", "remove"])
def test_a_crash_anywhere_leaves_the_whole_delivery_or_none(
    home: Home, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    drop(home, "a.xlsx", book({"走访": [VISIT_HEADER, ["2017-03-14", "SF-1", "SF003"]], "花名册": [
        WORKER_HEADER, [PERSON, "甲", "SF001", "1982-07", "书记", None, "2014-03-01"]]}))  # fmt: skip

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(f"pipelines.intake.take_in.{where}", crash)
        with pytest.raises(KeyboardInterrupt):
            run(home)
    counted = raw(home).sql("select (select count(*) from raw.visits), (select count(*) from raw.workers)").fetchone()
    assert counted == ((0, 0) if where == "Ledger.append" else (1, 1))
    run(home)
    counted = raw(home).sql("select (select count(*) from raw.visits), (select count(*) from raw.workers)").fetchone()
    assert counted == (1, 1)
    assert raw(home).sql("select count(*) from raw.delivery").fetchone() == (2,)
    assert pending(home) == []
    assert len(list(home.originals.iterdir())) == 1


def test_a_full_disk_is_said_clearly_and_loses_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(home, "a.xlsx", VISITS)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as context:
        context.setattr("pipelines.intake.take_in.write_whole", full)
        with pytest.raises(LinliError) as caught:
            run(home)
    assert caught.value.code == "cannot_write"
    assert "No space left" in caught.value.en
    assert pending(home) == [path]
    assert run(home).rows == 1


def test_a_torn_last_line_is_ignored_and_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "raw" / "ledger.jsonl"
    Ledger(path).append({"event": "received", "n": 1})
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"event": "recei')
    ledger = Ledger(path)
    assert [event["n"] for event in ledger.events()] == [1]
    assert path.read_bytes() != whole  # reading changes nothing: another process may be writing that line
    ledger.append({"event": "received", "n": 2})
    assert [event["n"] for event in Ledger(path).events()] == [1, 2]
    path.write_bytes(b"garbage\n" + whole)
    with pytest.raises(LinliError, match="Line 1"):
        Ledger(path)


def test_a_lost_key_stops_the_run(home: Home) -> None:
    drop(home, "a.xlsx", VISITS)
    run(home)
    home.secret_key.unlink()
    drop(home, "b.xlsx", ROSTER)
    with pytest.raises(LinliError) as caught:
        run(home)
    assert caught.value.code == "key_lost"
    assert not home.secret_key.exists()
    assert len(pending(home)) == 1


def test_a_second_run_at_the_same_time_says_so(home: Home) -> None:
    holder = "import sys, pathlib; from pipelines.settings import Home; from pipelines.intake.lock import only_writer\n"
    holder += f"with only_writer(Home(pathlib.Path({str(home.root)!r}))): print('held', flush=True); sys.stdin.read()"
    project = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, "-c", holder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": project},
    ) as process:
        assert process.stdout and process.stdout.readline() == b"held\n"
        with pytest.raises(LinliError) as caught:
            run(home)
        process.kill()
    assert caught.value.code == "locked"
    with only_writer(home):
        pass


def test_files_that_are_no_deliveries_are_left_alone(home: Home) -> None:
    for name in ("~$走访.xlsx", ".hidden", "走访.xlsx.part", "走访.xlsx.envelope.json"):
        drop(home, name, VISITS)
    assert pending(home) == []
    assert run(home).files == 0


@pytest.mark.parametrize(
    "envelope",
    ["not json", "{}", json.dumps(ENVELOPE | {"basis": "x"}), json.dumps({"received_at": "?", "basis": "demo"})],
)
def test_a_bad_envelope_is_a_refusal(home: Home, envelope: str) -> None:
    path = drop(home, "a.xlsx", VISITS)
    path.with_name("a.xlsx.envelope.json").write_text(envelope, encoding="utf-8")
    assert run(home).outcomes[0].reason_code == "bad_envelope"


def test_raw_has_every_dataset_before_anything_was_delivered(home: Home) -> None:
    connection = raw(home)
    for dataset, contract in CONTRACTS.items():
        relation = connection.sql(f"select * from raw.{dataset}")
        assert relation.columns == [*(c.name for c in contract.kept_columns), "delivery_id", "sheet", "row_number"]
        assert {str(kind) for kind in relation.types} == {"VARCHAR", "INTEGER"}
        assert relation.fetchall() == []
    assert connection.sql("select * from raw.delivery").fetchall() == []
    assert connection.sql("select * from raw.printed_total").fetchall() == []


def test_a_file_of_an_older_contract_and_an_orphan(home: Home) -> None:
    drop(home, "a.xlsx", VISITS)
    drop(home, "b.xlsx", xlsx([VISIT_HEADER, ["2017-04-01", "SF-2", "SF004", None]]))
    run(home)
    first, second = sorted((home.raw / "visits").glob("*.parquet"))
    table = parquet.read_table(first)
    parquet.write_table(table.drop_columns(["staff_no"]), first)
    lines = home.ledger.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    for event in events:
        for delivery in event["deliveries"]:
            if delivery["delivery_id"] == first.stem:
                delivery["columns"].remove("staff_no")
    home.ledger.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    (home.raw / "visits" / "visits-orphan.parquet").write_bytes(second.read_bytes())
    rows = raw(home).sql("select delivery_id, staff_no is null from raw.visits order by 1").fetchall()
    assert rows == sorted([(first.stem, True), (second.stem, False)])
    second.unlink()
    with pytest.raises(LinliError) as caught:
        raw(home)
    assert caught.value.code == "raw_missing"


def test_printed_totals_reach_raw(home: Home) -> None:
    rows = [["社区名称", "户数", "常住人口", "城镇人口"], ["甲社区", 5, 9, 9], ["合计", 5, 9, 9]]
    drop(home, "a.xlsx", xlsx(rows))
    run(home)
    found = (
        raw(home).sql("select dataset, sheet, row_number, label, column_name, value from raw.printed_total").fetchall()
    )
    assert found == [
        ("population", "Sheet1", 3, "合计", "households", "5"),
        ("population", "Sheet1", 3, "合计", "residents", "9"),
        ("population", "Sheet1", 3, "合计", "urban_residents", "9"),
    ]
