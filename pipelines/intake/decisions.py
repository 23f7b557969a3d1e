"""What people decide about deliveries after they came: withdraw, approve or return, close a period.

Each decision is one line of the ledger, written under the installation's lock; the next build follows it.
Belongs here: what may be decided when. Does not belong here: what follows for a delivery's status (standing.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from pipelines import clock
from pipelines.catalog.contracts import load_contracts
from pipelines.catalog.jurisdictions import load_reviews
from pipelines.errors import LinliError
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.lock import only_writer
from pipelines.intake.periods import period_span
from pipelines.intake.standing import REGISTER, closed_periods, closing_over, stand
from pipelines.intake.unit_register import read_register, rules_for
from pipelines.settings import Home

_STANDING_ZH = {
    "refused": "未能接收",
    "withdrawn": "已撤回",
    "returned": "已退回",
    "held": "因该期已封账而暂缓",
    "submitted": "待审核",
    "ingested": "已计入",
}


class Desk:
    """The ledger in the hands of somebody who decides."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.contracts = load_contracts()
        self._ledger = Ledger(home.ledger)
        self.events = self._ledger.events()
        self._rules = rules_for(home, self.events, self.contracts, load_reviews())

    @classmethod
    @contextmanager
    def open(cls, home: Home) -> Iterator[Desk]:
        """Hold the installation's lock for as long as somebody decides."""
        with only_writer(home):
            yield cls(home)

    def delivery(self, delivery_id: str, standings: Sequence[str]) -> Event:
        """Return a delivery that stands in one of these ways; refuse an unknown one and any other."""
        deliveries = {delivery["delivery_id"]: delivery for delivery in stand(self.events, self._rules)}
        delivery = deliveries.get(delivery_id)
        if delivery is None:
            raise LinliError(
                f"台账中没有报送“{delivery_id}”。报送编号见 marts.dq_delivery。",
                f"the ledger has no delivery '{delivery_id}'. See marts.dq_delivery for their ids.",
                "unknown_delivery",
            )
        status = delivery["status"]
        if status not in standings:
            said = f"（{delivery['decided_by']}，{delivery['decided_at']}）" if delivery["decided_at"] else ""
            by = f" by {delivery['decided_by']} on {delivery['decided_at']}" if delivery["decided_at"] else ""
            raise LinliError(
                f"报送 {delivery_id} {_STANDING_ZH[status]}{said}，不能这样处理。",
                f"delivery {delivery_id} is {status}{by}; this cannot be done to it.",
                f"already_{status}",
            )
        return delivery

    def refuse_closed(self, delivery: Event) -> None:
        """Refuse a decision that would change what a closed period counts."""
        closing = closing_over(delivery, closed_periods(self.events), self._rules)
        if closing is not None and delivery["status"] != "held":
            raise LinliError(
                f"{closing['unit_code']} 的 {closing['period']} 已由 {closing['who']} 封账。请先解封：linli close "
                f"{closing['unit_code']} {closing['period']} --reopen。",
                f"{closing['period']} of {closing['unit_code']} was closed by {closing['who']}. Reopen it first: linli "
                f"close {closing['unit_code']} {closing['period']} --reopen.",
                "closed",
            )

    def decide(self, event: str, what: Event, who: str, why: str) -> Event:
        """Write a decision down; when this returns it is on disk."""
        if not who.strip() or not why.strip():
            raise LinliError(
                "办理人和理由都不能为空。", "neither who decides nor the reason may be empty.", "no_reason"
            )
        now = clock.now().isoformat(timespec="milliseconds")
        decision = {"event": event, **what, "who": who.strip(), "at": now, "why": why.strip()}
        self._ledger.append(decision)
        return decision


def withdraw(home: Home, delivery_id: str, who: str, why: str) -> Event:
    """Take a delivery back, for good; what it superseded counts again."""
    with Desk.open(home) as desk:
        delivery = desk.delivery(delivery_id, ("ingested", "held", "submitted"))
        desk.refuse_closed(delivery)
        return desk.decide("withdrawn", {"delivery_id": delivery_id}, who, why)


def review(
    home: Home, delivery_ids: Sequence[str], decision: Literal["approved", "returned"], who: str, why: str
) -> list[Event]:
    """Approve or return deliveries that wait for it: all of them, or none where one cannot be."""
    with Desk.open(home) as desk:
        for delivery_id in delivery_ids:
            delivery = desk.delivery(delivery_id, ("submitted",))
            if decision == "approved":
                desk.refuse_closed(delivery)
        return [
            desk.decide("reviewed", {"delivery_id": delivery_id, "decision": decision}, who, why)
            for delivery_id in dict.fromkeys(delivery_ids)
        ]


def close(home: Home, unit_code: str, period: str, who: str, why: str, *, reopen: bool) -> Event:
    """Close a period of a unit and all below it, or reopen it: what comes for it while it is closed is held."""
    if period_span(period) is None:
        raise LinliError(
            f"“{period}”不是可以封账的时期；请写 2016、2016-H1、2016-Q3 或 2016-07。",
            f"'{period}' is no period that can be closed; write 2016, 2016-H1, 2016-Q3 or 2016-07.",
            "bad_period",
        )
    with Desk.open(home) as desk:
        code = unit_code.split(":", 1)[-1]
        if code not in read_register(home, desk.events, desk.contracts[REGISTER]):
            raise LinliError(
                f"单位登记中没有“{unit_code}”。", f"the register has no unit '{unit_code}'.", "unknown_unit"
            )
        is_closed = (code, period) in {(one["unit_code"], one["period"]) for one in closed_periods(desk.events)}
        if is_closed != reopen:
            raise LinliError(
                f"{code} 的 {period} {'已经封账' if is_closed else '没有封账'}。",
                f"{period} of {code} is {'closed already' if is_closed else 'not closed'}.",
                "closed_already" if is_closed else "not_closed",
            )
        return desk.decide("reopened" if reopen else "closed", {"unit_code": code, "period": period}, who, why)
