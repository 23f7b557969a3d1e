"""What time it is where the deliveries come from: times are kept as those of Asia/Shanghai, without a zone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the time."""
    return datetime.now(SHANGHAI).replace(tzinfo=None)


def today() -> date:
    """Return the day."""
    return now().date()


def changed_at(file: Path) -> datetime:
    """Return when a file was last written."""
    return datetime.fromtimestamp(file.stat().st_mtime, SHANGHAI).replace(tzinfo=None)
