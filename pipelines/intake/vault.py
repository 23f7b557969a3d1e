"""The installation's key, and what only it can do: hash personal values, encrypt received files.

Belongs here: the key's life and its two uses. Does not belong here: which columns are personal (the contracts say).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.fernet import Fernet, InvalidToken

from pipelines.errors import LinliError
from pipelines.intake.durable import write_whole
from pipelines.settings import Home

_HASH_LENGTH = 24
_SEAL_LENGTH = 8
_DIGEST = re.compile(rf"p[0-9a-f]{{{_HASH_LENGTH}}}")
_PIECE = 16 * 1024 * 1024


class Vault:
    """Holds the key of one installation."""

    def __init__(self, key: bytes, originals: Path) -> None:
        self._fernet = Fernet(key)
        # Hashing and encryption must not share a key, and one file is easier to guard than two.
        self._hash_key = hmac.digest(key, b"linli personal columns", "sha256")
        self._originals = originals

    @classmethod
    def open(cls, home: Home) -> Vault:
        """Return the vault; make its key on the first run, and refuse to make a second one later."""
        path = home.secret_key
        if not path.exists():
            if home.ledger.exists() and home.ledger.stat().st_size > 0:
                raise LinliError(
                    f"密钥 {path} 不见了，而台账中已有报送。换一把新钥会使同一个人变成两个人，"
                    "所以拒绝继续。请从备份恢复该文件。",
                    f"The key {path} is gone but the ledger has deliveries. A new key would split every person in two, "
                    "so nothing is done. Restore the file from a backup.",
                    "key_lost",
                )
            write_whole(path, lambda stream: stream.write(Fernet.generate_key()), mode=0o600)
        try:
            return cls(path.read_bytes().strip(), home.originals)
        except (ValueError, OSError):
            raise LinliError(
                f"密钥 {path} 读不出或不合格。请从备份恢复该文件。",
                f"The key {path} cannot be read or is no key. Restore the file from a backup.",
                "key_lost",
            ) from None

    def digest(self, text: str) -> str:
        """Return the keyed hash of a normalised personal value."""
        return "p" + hmac.digest(self._hash_key, text.encode("utf-8"), "sha256").hex()[:_HASH_LENGTH]

    def token(self, digest: str) -> str:
        """Return what may stand in a form for a value that only its hash is known of."""
        return f"{digest}-{self._seal(digest)}"

    def redeem(self, text: str) -> str | None:
        """Return the hash a token stands for; None for anything that this installation did not write."""
        digest, _, seal = text.lower().partition("-")
        known = _DIGEST.fullmatch(digest) and hmac.compare_digest(seal.encode(), self._seal(digest).encode())
        return digest if known else None

    def _seal(self, digest: str) -> str:
        return hmac.digest(self._hash_key, f"token {digest}".encode(), "sha256").hex()[:_SEAL_LENGTH]

    def keep_original(self, sha256: str, descriptor: int) -> bool:
        """Keep a received file, encrypted, under its content hash; False when it is no longer what was hashed.

        A large file becomes several tokens, a line each, so that no more than one piece of it is in memory.
        """
        path = self._originals / sha256
        if path.exists():
            return True
        seen = hashlib.sha256()

        def write(target: BinaryIO) -> None:
            place = 0
            while (piece := os.pread(descriptor, _PIECE, place)) or not place:
                seen.update(piece)
                target.write((b"\n" if place else b"") + self._fernet.encrypt(piece))
                place += len(piece)
                if not piece:
                    break
            if seen.hexdigest() != sha256:
                raise _ChangedError

        try:
            write_whole(path, write, mode=0o600)
        except _ChangedError:
            return False
        return True

    def read_original(self, sha256: str) -> Iterator[bytes]:
        """Return a kept file, piece by piece; refuse one that is gone, or that this key did not encrypt."""
        path = self._originals / sha256
        try:
            with path.open("rb") as tokens:
                for token in tokens:
                    yield self._fernet.decrypt(token.rstrip(b"\n"))
        except FileNotFoundError:
            raise LinliError(
                f"原件 {path} 不在了（可能已过保存期）。请向报送单位重新索取。",
                f"The original {path} is gone (perhaps its time was over). Ask its sender for it again.",
                "original_missing",
            ) from None
        except InvalidToken:
            raise LinliError(
                f"原件 {path} 解不开：密钥不是保存时的那一把，或文件已损坏。请从备份恢复密钥和原件。",
                f"The original {path} cannot be decrypted: the key is not the one it was kept with, or the file is "
                "damaged. Restore both from a backup.",
                "original_unreadable",
            ) from None


class _ChangedError(Exception):
    """The file was written to while it was kept."""
