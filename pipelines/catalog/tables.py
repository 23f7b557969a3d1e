"""What the modules that fill reference tables share. Does not belong here: any table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]


def listed(words: Iterable[str]) -> str | None:
    """Write several words into one cell; none of them is NULL."""
    return ",".join(words) or None
