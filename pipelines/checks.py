"""The audit's invariants as checks of the published asset.

Belongs here: how an audit reads in Dagster. Does not belong here: the invariants (warehouse/audit.py); checks of one
model (dbt tests, see assets/models.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dagster as dg

from pipelines.warehouse.audit import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipelines.warehouse.audit import CheckResult


def audit_check_specs(asset: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """Declare one check an invariant."""
    return [
        dg.AssetCheckSpec(check.name, asset=asset, description=f"{check.says_zh} / {check.says_en}") for check in CHECKS
    ]


def audit_check_results(asset: dg.AssetKey, results: Iterable[CheckResult]) -> Iterator[dg.AssetCheckResult]:
    """Tell what each invariant came to."""
    for result in results:
        yield dg.AssetCheckResult(
            asset_key=asset, check_name=result.name, passed=result.passed, metadata={"findings": result.findings}
        )
