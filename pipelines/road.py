"""The road from landing to the published file: three stages, one writer at a time.

Belongs here: the order of things, what a walk remembers for its summary, and whether there is anything to
walk for. Does not belong here: what a stage does (intake/, warehouse/) and who starts a walk (assets/, commands/).
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from pipelines.catalog.retention import load_retention
from pipelines.clock import today
from pipelines.errors import LinliError
from pipelines.fingerprint import fingerprint
from pipelines.intake import ingest, pending
from pipelines.intake.expiry import expire_originals
from pipelines.intake.ledger import Ledger
from pipelines.intake.lock import only_writer
from pipelines.intake.standing import deliveries_of
from pipelines.product.program import program
from pipelines.product.runs import RunLog
from pipelines.settings import Home

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pipelines.intake import FileOutcome, IntakeSummary
    from pipelines.warehouse.audit import CheckResult
    from pipelines.warehouse.dbt_invocation import NodeOutcome
    from pipelines.warehouse.send_back import SentBack


REFUSALS_SAID = 20


class Listener(Protocol):
    """Whoever wants to hear how a walk goes on."""

    def begin(self, stage: str, total: int | None) -> None:
        """A stage begins, of so many steps where that is known."""

    def advance(self, remark: str | None = None) -> None:
        """One step is done; a remark is worth a line of its own."""

    def end(self) -> None:
        """The stage is done."""


class Silence:
    """A listener for those who do not care."""

    def begin(self, stage: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, remark: str | None = None) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


@dataclass
class Received:
    """What one dataset has received: in this walk, and ever."""

    new_deliveries: int = 0
    new_rows: int = 0
    rows: int = 0


@dataclass
class Walk:
    """One walk along the road: who listens, and what came of each stage so far."""

    home: Home
    listener: Listener = field(default_factory=Silence)
    engine: str = "duckdb"
    whole: bool = False
    started: float = field(default_factory=time.monotonic)
    intake: IntakeSummary | None = None
    nodes: list[NodeOutcome] = field(default_factory=list)
    checks: list[CheckResult] = field(default_factory=list)
    sent_back: SentBack | None = None
    inputs: str = ""
    refusals: int = 0
    is_unchanged: bool = False

    @cached_property
    def log(self) -> RunLog:
        """What operators read of the walk afterwards."""
        return RunLog(self.home)

    @property
    def seconds(self) -> float:
        """Seconds since the walk began."""
        return time.monotonic() - self.started

    def ingest(self) -> IntakeSummary:
        """Take in what lies in the landing folder; refuse to go on when there has never been any delivery."""
        require_deliveries(self.home)
        with self._stage("ingest"):
            self.listener.begin("ingest", len(pending(self.home)))
            self.intake = ingest(self.home, self._hear_file)
            expire_originals(self.home, load_retention().originals_days)
            self.listener.end()
        return self.intake

    def received(self) -> dict[str, Received]:
        """Count deliveries and rows by dataset, as the ledger has them."""
        new = {name for outcome in (self.intake.outcomes if self.intake else ()) for name in outcome.delivery_ids}
        counts: defaultdict[str, Received] = defaultdict(Received)
        for delivery in deliveries_of(Ledger(self.home.ledger).events()):
            if delivery["status"] == "ingested":
                count = counts[delivery["dataset"]]
                count.rows += delivery["rows_read"]
                count.new_rows += delivery["rows_read"] if delivery["delivery_id"] in new else 0
                count.new_deliveries += delivery["delivery_id"] in new
        return counts

    def build(self, as_of: date | None = None) -> list[NodeOutcome]:
        """Build the working warehouse and run its tests; where nothing changed and no more is asked, leave it."""
        from pipelines.warehouse.build import build
        from pipelines.warehouse.manifest import count_nodes, load_manifest

        # Files that had been taken in before leave everything as it was.
        self.is_unchanged = not self.whole and as_of is None and up_to_date(self.home)
        if self.is_unchanged:
            return []
        with self._stage("build"), only_writer(self.home):
            self.inputs = inputs(self.home, as_of)
            self.nodes.clear()
            self.listener.begin("build", count_nodes(load_manifest()))
            build(self.home, as_of, self._hear_node, self.engine, whole=self.whole)
            self.listener.end()
        return self.nodes

    def publish(self) -> list[CheckResult]:
        """Audit the working warehouse and swap it in, unless nothing changed."""
        if self.is_unchanged:
            self.log.published(**self._facts())
            return []
        from pipelines.warehouse.audit import audit
        from pipelines.warehouse.publish import publish
        from pipelines.warehouse.send_back import send_back

        with self._stage("publish"), only_writer(self.home):
            self.listener.begin("publish", 2)
            self.checks = audit(self.home)
            self.listener.advance()
            publish(self.home, self.checks, self.seconds)
            self.sent_back = send_back(self.home, load_retention().rejects_days)
            _inputs_file(self.home).write_text(self.inputs, encoding="utf-8")
            self.listener.advance()
            self.listener.end()
        self.log.published(**self._facts())
        return self.checks

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        """Write a stage into the run log, and why the run ends in it."""
        self.log.stage(name)
        try:
            yield
        except BaseException as failure:
            full = _disk_full(self.home, failure)
            self.log.failed(full or failure)
            if full:
                raise full from failure
            raise

    def _facts(self) -> dict[str, int]:
        facts = {} if self.is_unchanged else {"checks": len(self.checks) + sum(node.is_test for node in self.nodes)}
        if self.sent_back:
            facts["to_mend"] = self.sent_back.waiting
        if self.intake:
            names = ("files", "refused", "duplicates", "rows")
            facts |= {name: getattr(self.intake, name) for name in names}
        return facts

    def _hear_file(self, outcome: FileOutcome) -> None:
        remark = None
        if outcome.reason_code:
            self.refusals += 1
            if self.refusals <= REFUSALS_SAID:
                remark = f"{outcome.sender_code}/{outcome.file_name}: {outcome.reason_zh} / {outcome.reason_en}"
            elif self.refusals == REFUSALS_SAID + 1:
                remark = "... 其余见 marts.dq_delivery / for the rest see marts.dq_delivery"
        self.listener.advance(remark)

    def _hear_node(self, outcome: NodeOutcome) -> None:
        self.nodes.append(outcome)
        self.listener.advance()


def require_deliveries(home: Home) -> None:
    """Refuse to walk when there has never been any delivery."""
    if not home.ledger.exists() and not pending(home):
        raise LinliError(
            f"收件目录 {home.landing} 是空的。请按 <单位代码>/<文件> 放入数据, 或运行 linli demo。",
            f"no file in {home.landing}: put files there as <unit code>/<file>, or run linli demo.",
            code="nothing_delivered",
        )


def up_to_date(home: Home) -> bool:
    """Tell whether the published file already holds every delivery, under the declarations as they stand."""
    published = _inputs_file(home)
    return (
        home.published.exists()
        and published.exists()
        and not pending(home)
        and published.read_text(encoding="utf-8") == inputs(home)
    )


def inputs(home: Home, as_of: date | None = None) -> str:
    """Name everything a published file is made from: deliveries, declarations, code, the day it is judged on."""
    return f"{fingerprint([home.ledger])} {program()} {as_of or today()}"


def _disk_full(home: Home, failure: BaseException) -> LinliError | None:
    """Say in plain words that a stage ended for want of room: DuckDB and dbt repeat the system's words for it."""
    said = next((line for line in str(failure).splitlines() if os.strerror(errno.ENOSPC) in line), None)
    if said is None:
        return None
    left = f"{shutil.disk_usage(home.root).free / 1e6:.0f} MB"
    return LinliError(
        f"磁盘已满：{home.root} 所在的盘只剩 {left}，没有发布，此前发布的数据照常可看。"
        f"请腾出空间后重新运行 linli run。（{said.strip()[:160]}）",
        f"the disk is full: {left} left on that of {home.root}. Nothing was published, what was published before still "
        f"stands. Make room, then run linli run again. ({said.strip()[:160]})",
        code="disk_full",
    )


def _inputs_file(home: Home) -> Path:
    return home.build / "published.inputs"
