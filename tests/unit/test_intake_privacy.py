"""Identity numbers: the check character, the mask, the hash."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_samples import CONTRACTS, WORKER_HEADER, identity_number, read, xlsx

from pipelines.intake.privacy import is_identity_number, mask, normalise_personal, pseudonymise
from pipelines.intake.vault import Vault
from pipelines.settings import Home

# The worked example of GB 11643-1999, annex A, and one that ends in X.
KNOWN = ("11010519491231002X", "440524188001010014")


@pytest.mark.parametrize("number", KNOWN)
def test_the_standards_own_examples(number: str) -> None:
    assert is_identity_number(number)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.sampled_from("0123456789X"))
def test_exactly_one_check_character_is_right(body: str, last: str) -> None:
    assert is_identity_number(body + last) == (identity_number(body) == body + last)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(body: str, place: int, shift: int) -> None:
    number = identity_number(body)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not is_identity_number(wrong)


@pytest.mark.parametrize(
    "text", ["", "1101051949123100", "110105491231002", "11010519491231002x ", "１１０１０５19491231002X"]
)
def test_what_is_no_identity_number(text: str) -> None:
    assert not is_identity_number(text)


def test_normalising_folds_width_case_and_spaces() -> None:
    assert normalise_personal(" １１０１０５ 19491231 002x ") == KNOWN[0]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("330482198207011233", "!3304************33"),
        ("3304821982", "!3304****82"),
        ("33048219", "!********"),
        ("无", "!*"),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_wrong_number_is_masked_and_a_right_one_hashed(tmp_path: Path) -> None:
    right = identity_number("99000119820701123")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    rows = [[number, "甲", "SF001", "1982-07", "书记", None, "2014-03-01"] for number in (right, wrong, None, 3.3e17)]
    found = [row["person_id"] for row in read(xlsx([WORKER_HEADER, *rows]), tmp_path)["workers"]]
    assert found[0].startswith("p") and len(found[0]) == 25
    assert found[1] == f"!9900{'*' * 12}{wrong[-2:]}"
    assert found[2] is None
    assert found[3].startswith("!")


def test_a_token_of_this_installation_stands_for_the_hash_and_no_other_does(tmp_path: Path) -> None:
    vault, stranger = Vault.open(Home(tmp_path / "a")), Vault.open(Home(tmp_path / "b"))
    digest = vault.digest("990001196005102508")
    token = vault.token(digest)
    column = CONTRACTS["workers"].by_name["person_id"]
    written = pa.chunked_array([[token, token.upper(), f" {token} ", stranger.token(digest), digest, token[:-1] + "-"]])
    passed = pseudonymise(written, column, vault).to_pylist()
    assert passed[:3] == [digest] * 3
    assert all(text.startswith("!") for text in passed[3:])
