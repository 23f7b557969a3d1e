"""A sender's own cells, read again from the file it sent, for what raw keeps as a hash or not at all.

Belongs here: finding a cell in an encrypted original, only for the unit that sent it. Does not belong here: deciding
what to ask for (template_held.py).
"""

from __future__ import annotations

import io

from pipelines.catalog.contracts import Column
from pipelines.intake.formats import read_grids
from pipelines.intake.grid import Grid
from pipelines.intake.ledger import Event, Ledger
from pipelines.intake.privacy import normalise_personal
from pipelines.intake.standing import deliveries_of
from pipelines.intake.vault import Vault
from pipelines.settings import Home

# Delivery, sheet and row, as every published row names its source.
Place = tuple[str, str, int]


class Originals:
    """The files that one unit sent, as far as they are still kept."""

    def __init__(self, home: Home, sender_code: str) -> None:
        known = home.ledger.exists() and home.secret_key.exists()
        self._vault = Vault.open(home) if known else None
        self._folder = home.originals
        self._deliveries: dict[str, Event] = {}
        self._grids: dict[str, dict[str, Grid]] = {}
        if known:
            self._deliveries = {
                delivery["delivery_id"]: delivery
                for delivery in deliveries_of(Ledger(home.ledger).events())
                if delivery["sender_code"] == sender_code
            }

    def token(self, digest: str) -> str | None:
        """Return what may stand for a hashed value; None where this installation's key is not at hand."""
        return self._vault.token(digest) if self._vault else None

    def cell(self, place: Place, column: Column, digest: str | None) -> str | None:
        """Return what the unit itself wrote into a cell; None where another unit sent it or it is not kept any more."""
        delivery_id, sheet, row_number = place
        delivery = self._deliveries.get(delivery_id)
        if delivery is None or self._vault is None:
            return None
        tables = [t for t in delivery["tables"] if t["sheet"] == sheet and t["header_row"] < row_number]
        header = max(tables, key=lambda table: table["header_row"])["headers"].get(column.name) if tables else None
        # Tables that stand beside each other are called by their columns too: 走访!A:D.
        sheets = self._sheets(delivery)
        grid = sheets.get(sheet) or sheets.get(sheet.rpartition("!")[0])
        if header is None or grid is None:
            return None
        text = grid.columns[header["position"]][row_number - 1].as_py()
        if text is None or (digest is not None and self._vault.digest(normalise_personal(text)) != digest):
            return None
        return str(text)

    def _sheets(self, delivery: Event) -> dict[str, Grid]:
        sha256 = delivery["sha256"]
        if sha256 not in self._grids:
            self._grids[sha256] = {}
            if self._vault is not None and (self._folder / sha256).exists():
                content = io.BytesIO(b"".join(self._vault.read_original(sha256)))
                self._grids[sha256] = {grid.sheet: grid for grid in read_grids(content, delivery["file_name"])}
        return self._grids[sha256]
