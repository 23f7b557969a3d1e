"""Originals come back as they were received, and only under the key they were kept with."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipelines.errors import LinliError
from pipelines.intake.vault import Vault
from pipelines.settings import Home


def keep(vault: Vault, folder: Path, content: bytes) -> str:
    path = folder / "received"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    descriptor = os.open(path, os.O_RDONLY)
    try:
        assert vault.keep_original(sha256, descriptor)
    finally:
        os.close(descriptor)
    return sha256


@pytest.mark.parametrize("content", [b"", b"x", b"\n\n", bytes(range(256)) * 10, b"0123456789" * 3 + b"\n"])
def test_an_original_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("pipelines.intake.vault._PIECE", 10)
    vault = Vault.open(Home(tmp_path))
    sha256 = keep(vault, tmp_path, content)
    kept = (tmp_path / "originals" / sha256).read_bytes()
    assert b"".join(vault.read_original(sha256)) == content
    assert b"".join(Vault.open(Home(tmp_path)).read_original(sha256)) == content
    assert len(kept.splitlines()) == max(1, -(-len(content) // 10))
    assert len(content) < 2 or content not in kept


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    sha256 = keep(Vault.open(Home(tmp_path / "one")), tmp_path, b"content")
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "originals").rename(tmp_path / "two" / "originals")
    with pytest.raises(LinliError) as caught:
        b"".join(Vault.open(Home(tmp_path / "two")).read_original(sha256))
    assert caught.value.code == "original_unreadable"
    assert sha256 in caught.value.zh and sha256 in caught.value.en


def test_what_was_damaged_is_not_handed_out(tmp_path: Path) -> None:
    vault = Vault.open(Home(tmp_path))
    sha256 = keep(vault, tmp_path, b"content")
    path = tmp_path / "originals" / sha256
    path.write_bytes(path.read_bytes()[:-9] + b"A" * 9)
    with pytest.raises(LinliError) as caught:
        b"".join(vault.read_original(sha256))
    assert caught.value.code == "original_unreadable"


def test_what_is_gone_is_said_to_be_gone(tmp_path: Path) -> None:
    with pytest.raises(LinliError) as caught:
        b"".join(Vault.open(Home(tmp_path)).read_original("0" * 64))
    assert caught.value.code == "original_missing"


def test_a_file_written_to_while_it_is_kept_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "received"
    path.write_bytes(b"other")
    descriptor = os.open(path, os.O_RDONLY)
    vault = Vault.open(Home(tmp_path))
    assert not vault.keep_original(hashlib.sha256(b"content").hexdigest(), descriptor)
    os.close(descriptor)
    assert not list((tmp_path / "originals").iterdir())
