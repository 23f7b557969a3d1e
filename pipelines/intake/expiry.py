"""Encrypted originals that have been kept long enough.

Belongs here: removing them and saying so in the ledger. Does not belong here: how long that is (seeds/retention.yml).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pipelines.intake.landing import arrived_now
from pipelines.intake.ledger import Ledger
from pipelines.intake.lock import only_writer
from pipelines.settings import Home


def expire_originals(home: Home, days: int, now: datetime | None = None) -> int:
    """Remove every original kept for more than so many days; return how many.

    The ledger's line comes first: an original that is named as expired and still there goes next time.
    """
    if not home.originals.exists():
        return 0
    before = ((now or datetime.now()) - timedelta(days=days)).timestamp()
    with only_writer(home):
        expired = sorted(file for file in home.originals.iterdir() if file.stat().st_mtime < before)
        if expired:
            names = [file.name for file in expired if not file.name.startswith(".")]
            Ledger(home.ledger).append(
                {"event": "originals_expired", "at": arrived_now().received_at, "days": days, "sha256": names}
            )
        for file in expired:
            file.unlink()
    return len(expired)
