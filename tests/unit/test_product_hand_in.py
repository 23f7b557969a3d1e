"""Handing a file in: where it lies, under which name, with which envelope, and what intake makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.errors import LinliError
from pipelines.intake.landing import pending, read_envelope, sender_code
from pipelines.product.hand_in import hand_in, safe_name
from pipelines.settings import Home


def test_a_file_waits_in_its_senders_folder_with_an_envelope(home: Home) -> None:
    path = hand_in(home, "330482001", "花名册.csv", b"a,b\r\n")
    assert path == home.landing / "330482001" / "花名册.csv"
    assert path.read_bytes() == b"a,b\r\n"
    assert pending(home) == [path]
    assert sender_code(path, home.landing) == "330482001"
    assert read_envelope(path).basis == "delivered"
    assert set(json.loads((path.parent / "花名册.csv.envelope.json").read_text())) == {"received_at", "basis"}


def test_what_already_waits_is_never_overwritten(home: Home) -> None:
    paths = [hand_in(home, "D5-S1", "a.xlsx", bytes([number])) for number in range(3)]
    assert [path.name for path in paths] == ["a.xlsx", "a(2).xlsx", "a(3).xlsx"]
    assert [path.read_bytes() for path in paths] == [b"\0", b"\1", b"\2"]
    assert pending(home) == sorted(paths)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\报表\\一季度.xlsx", "一季度.xlsx"),
        (".hidden.csv", "hidden.csv"),
        ("~$open.xlsx", "open.xlsx"),
        ("a\u202ecod\n.csv", "a_cod_.csv"),
        ("x.part", "x.part_"),
        ("x.csv.envelope.json", "x.csv.envelope.json_"),
        ("..", "_"),
        ("", "_"),
        ("a." + "b" * 300, "a." + "b" * 228),
    ],
)
def test_a_name_is_made_safe(home: Home, given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert pending(home) == [] and hand_in(home, "1", given, b"x").name == kept
    assert len(pending(home)) == 1


def test_a_long_name_keeps_its_ending_and_leaves_room_for_its_envelope(home: Home) -> None:
    first, second = (hand_in(home, "1", "长" * 300 + ".xlsx", b"x") for _ in range(2))
    assert first.name.endswith("长.xlsx")
    assert read_envelope(second).basis == "delivered"
    assert len(pending(home)) == 2


@pytest.mark.parametrize("sender", ["", "..", "a/b", ".x", "~$1"])
def test_a_sender_is_one_folder(home: Home, sender: str) -> None:
    with pytest.raises(LinliError):
        hand_in(home, sender, "a.csv", b"x")
    assert not home.landing.exists()


def test_a_folder_that_cannot_be_written_is_told(home: Home, tmp_path: Path) -> None:
    home.root.mkdir()
    home.landing.write_text("a file in the way")
    with pytest.raises(LinliError) as told:
        hand_in(home, "1", "a.csv", b"x")
    assert told.value.code == "cannot_write"
