"""What was decided about deliveries since the file was published: shown at once, though figures follow at the next run.

Belongs here: laying the ledger over what the published file says of a delivery. Does not belong here: reading the
ledger (pipelines/product/arrivals.py), drawing (received.py, due.py, messages.py).
"""

from __future__ import annotations

from typing import Any

from dashboards.queries import deliveries as reports
from dashboards.state import View
from pipelines.product.arrivals import Decision, decisions
from pipelines.settings import home


def since(delivery_id: str | None, published: str | None) -> Decision | None:
    """What was decided about a delivery that the published file does not know yet."""
    found = decisions(home()).get(delivery_id or "")
    if found is None or found.status == published or (found.status == "taken_in" and published != "submitted"):
        return None
    return found


def count() -> int:
    """How many deliveries stand otherwise than the published file says."""
    known = decisions(home())
    published = reports.published_deliveries() if known else {}
    return sum(one in published and since(one, published[one]) is not None for one in known)


def laid_over(view: View, rows: list[dict[Any, Any]]) -> list[dict[Any, Any]]:
    """Return deliveries of the published file as they stand now; `decided_since` says what the next run will change."""
    for one in rows:
        if found := since(one["delivery_id"], one["status"]):
            one |= {"status": found.status, "decided_at": found.at, "decided_by": found.who, "decided_why": found.why}
            one["decided_since"] = view.tr("received.counts_then" if found.counts else "received.counts_until_then")
    return rows
