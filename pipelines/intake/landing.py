"""The landing folder: which files wait there, who sent them, and what their envelopes say.

Belongs here: names and sidecars. Does not belong here: contents (deliveries.py), what becomes of a file (take_in.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.errors import LinliError
from pipelines.settings import Home

ENVELOPE_SUFFIX = ".envelope.json"
BASES = ("delivered", "demo", "demo_fitted")
_NO_DELIVERY_PREFIXES = (".", "~$")
_NO_DELIVERY_SUFFIXES = (ENVELOPE_SUFFIX, ".part")


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
    """Return a file's name with undecodable bytes replaced, so that it can be stored as text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def arrived_now() -> Envelope:
    """Return the envelope of a file that has none: received now, a real delivery."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
    return Envelope(now.isoformat(timespec="milliseconds"), "delivered")


def read_envelope(path: Path) -> Envelope:
    """Return what the sidecar of a file says; refuse one that is not valid."""
    sidecar = _sidecar(path)
    if not sidecar.exists():
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
    _sidecar(path).unlink(missing_ok=True)


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ENVELOPE_SUFFIX)


def _is_delivery(path: Path, landing: Path) -> bool:
    hidden = any(part.startswith(_NO_DELIVERY_PREFIXES) for part in path.relative_to(landing).parts)
    return not hidden and not path.name.endswith(_NO_DELIVERY_SUFFIXES) and not path.is_symlink()
