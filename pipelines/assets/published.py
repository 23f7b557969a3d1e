"""Marts to the published file: audit, then swap.

Belongs here: the last asset. Does not belong here: how the file is made (warehouse/publish.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.assets.telling import told
from pipelines.checks import audit_check_results, audit_check_specs

if TYPE_CHECKING:
    from pipelines.road import Walk

PUBLISHED = dg.AssetKey(["published", "linli"])


def published_asset(walk: Walk, sources: Iterable[dg.AssetKey], retry: dg.RetryPolicy | None) -> dg.AssetsDefinition:
    """Return the step `publish` with the published file as its asset."""
    spec = dg.AssetSpec(
        PUBLISHED,
        deps=list(sources),
        description="The one read-only DuckDB file that dashboards, analysts and reports read.",
        group_name="published",
        kinds={"duckdb"},
        skippable=True,
    )

    checks = audit_check_specs(PUBLISHED)

    @dg.multi_asset(name="publish", specs=[spec], check_specs=checks, retry_policy=retry, can_subset=True)
    def publish() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        with told():
            results = walk.publish()
        if walk.is_unchanged:
            return
        yield dg.MaterializeResult(asset_key=PUBLISHED, metadata={"bytes": walk.home.published.stat().st_size})
        yield from audit_check_results(PUBLISHED, results)

    return publish
