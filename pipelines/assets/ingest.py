"""Landing to raw: one step that takes in every file, one asset a dataset.

Belongs here: which raw assets there are and how many rows each received. Does not belong here: reading files (intake/).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.assets.telling import told
from pipelines.catalog.contracts import load_contracts

if TYPE_CHECKING:
    from pipelines.road import Walk

LEDGER_TABLES = {
    "delivery": "One row per delivery, accepted or refused.",
    "correction": "One row per correction of a cell.",
    "printed_total": "One row per cell of a total row found in a sheet.",
}


def ingest_assets(walk: Walk, retry: dg.RetryPolicy | None) -> dg.AssetsDefinition:
    """Return the step `ingest` with an asset raw/<dataset> each."""
    contracts = load_contracts()
    described = {name: f"{contract.title.zh} {contract.title.en}" for name, contract in contracts.items()}
    specs = [
        dg.AssetSpec(["raw", name], description=text, group_name="raw", kinds={"parquet"})
        for name, text in (described | LEDGER_TABLES).items()
    ]

    @dg.multi_asset(name="ingest", specs=specs, retry_policy=retry)
    def ingest() -> Iterator[dg.MaterializeResult[None]]:
        with told():
            walk.ingest()
        received = walk.received()
        for spec in specs:
            count = received.get(spec.key.path[-1])
            yield dg.MaterializeResult(asset_key=spec.key, metadata=vars(count) if count else {})

    return ingest
