"""The landing folder: which files wait there, who sent them, and what their envelopes say.

Belongs here: names and sidecars. Does not belong here: contents (deliveries.py), what becomes of a file (take_in.py).
"""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from pipelines import clock
from pipelines.errors import LinliError
from pipelines.settings import Home

ENVELOPE_SUFFIX = ".envelope.json"
BASES = ("delivered", "demo", "demo_fitted")
_NO_DELIVERY_PREFIXES = (".", "~$")
_NO_DELIVERY_SUFFIXES = (ENVELOPE_SUFFIX, ".part")
_LONGEST_NAME = 255
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")


@dataclass(frozen=True)
class Envelope:
    """When a file was received, and whether it is a real delivery or a demonstration."""

    received_at: str
    basis: str


def pending(home: Home) -> list[Path]:
    """Return the files that wait in the landing folder, in the order of their paths."""
    return sorted(path for path in home.landing.rglob("*") if path.is_file() and _is_delivery(path, home.landing))


def sender_code(path: Path, landing: Path) -> str:
    """Return the code of the unit that sent a file: the name of its folder in landing, empty where there is none."""
    folders = path.relative_to(landing).parts[:-1]
    return printable(folders[0]) if folders else ""


def printable(name: str) -> str:
    """Return a file's name as it can be stored and shown: nothing undecodable, no control or direction characters."""
    text = name.encode("utf-8", "replace").decode("utf-8")
    return "".join("\ufffd" if unicodedata.category(character) in _UNSEEN else character for character in text)


def open_delivery(path: Path) -> IO[bytes]:
    """Open a waiting file; a link put in its place since it was listed is not followed.

    Unbuffered, because the reading process shares the place in the file.
    """
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb", buffering=0)


def arrived_now() -> Envelope:
    """Return the envelope of a file that has none: received now, a real delivery."""
    now = clock.now()
    return Envelope(now.isoformat(timespec="milliseconds"), "delivered")


def read_envelope(path: Path) -> Envelope:
    """Return what the sidecar of a file says; refuse one that is not valid."""
    sidecar = _sidecar(path)
    if sidecar is None or not sidecar.exists():
        return arrived_now()
    try:
        said = json.loads(sidecar.read_text(encoding="utf-8"))
        received_at = datetime.fromisoformat(said["received_at"])
        basis = said["basis"]
        if basis not in BASES or received_at.tzinfo is not None:
            raise ValueError(basis)
    except (ValueError, KeyError, TypeError, OSError):
        raise LinliError(
            f"附随的 {sidecar.name} 不合格：应有 received_at（不带时区的时间）和 basis（{'、'.join(BASES)}）。",
            f"{sidecar.name} is not valid: it needs received_at (a time without zone) and basis ({', '.join(BASES)}).",
            "bad_envelope",
        ) from None
    return Envelope(received_at.isoformat(), basis)


def remove(path: Path) -> None:
    """Take a file and its sidecar out of landing."""
    path.unlink()
    sidecar = _sidecar(path)
    if sidecar is not None:
        sidecar.unlink(missing_ok=True)


def _sidecar(path: Path) -> Path | None:
    """Return where a file's envelope would be; a name so long that none can stand beside it has none."""
    name = path.name + ENVELOPE_SUFFIX
    return path.with_name(name) if len(os.fsencode(name)) <= _LONGEST_NAME else None


def _is_delivery(path: Path, landing: Path) -> bool:
    hidden = any(part.startswith(_NO_DELIVERY_PREFIXES) for part in path.relative_to(landing).parts)
    return not hidden and not path.name.endswith(_NO_DELIVERY_SUFFIXES) and not path.is_symlink()
