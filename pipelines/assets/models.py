"""Raw to marts: every dbt model an asset, every dbt test an asset check, one step that builds them all.

Belongs here: how dbt's manifest and outcomes read in Dagster. Does not belong here: running dbt (warehouse/build.py).
Annotations are not postponed in this module: Dagster reads the type of a step's config from its signature.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dagster as dg

from pipelines.assets.telling import told
from pipelines.road import Walk
from pipelines.warehouse.dbt_invocation import NodeOutcome

Node = Mapping[str, Any]
Result = dg.MaterializeResult[None] | dg.AssetCheckResult


class BuildConfig(dg.Config):
    """What a build can be asked for; an empty as-of date leaves every jurisdiction its own."""

    as_of: str = ""


def model_assets(walk: Walk, manifest: Mapping[str, Any], retry: dg.RetryPolicy | None) -> dg.AssetsDefinition:
    """Return the step `models` with an asset a dbt model and a check a dbt test."""
    nodes = manifest["nodes"] | manifest["sources"]
    models = [node for node in nodes.values() if node["resource_type"] == "model"]
    checks = {name: _check(node, nodes) for name, node in nodes.items() if node["resource_type"] == "test"}

    @dg.multi_asset(
        name="models",
        specs=[_spec(node, nodes) for node in models],
        check_specs=list(checks.values()),
        can_subset=True,  # a build makes and checks what has changed
        retry_policy=retry,
    )
    def models_step(config: BuildConfig) -> Iterator[Result]:
        try:
            with told():
                walk.build(date.fromisoformat(config.as_of) if config.as_of else None)
        finally:
            yield from _results(walk.nodes, nodes, checks)

    return models_step


def _key(node: Node) -> dg.AssetKey:
    return dg.AssetKey([node["source_name" if node["resource_type"] == "source" else "schema"], node["name"]])


def _parents(node: Node, nodes: Mapping[str, Node]) -> list[dg.AssetKey]:
    return [_key(nodes[name]) for name in node["depends_on"]["nodes"]]


def _spec(node: Node, nodes: Mapping[str, Node]) -> dg.AssetSpec:
    columns = [
        dg.TableColumn(name, description=column["description"] or None) for name, column in node["columns"].items()
    ]
    return dg.AssetSpec(
        _key(node),
        deps=_parents(node, nodes),
        description=node["description"],
        group_name=node["fqn"][1],
        kinds={"dbt", "duckdb"},
        metadata={"dagster/column_schema": dg.TableSchema(columns)},
        skippable=True,
    )


def _check(node: Node, nodes: Mapping[str, Node]) -> dg.AssetCheckSpec:
    """A test is a check of the model it stands beside; one in a file of its own, of the last model it names."""
    attached = node.get("attached_node")
    asset = _key(nodes[attached]) if attached else _parents(node, nodes)[-1]
    return dg.AssetCheckSpec(node["name"], asset=asset, description=node["description"] or None)


def _results(
    outcomes: list[NodeOutcome], nodes: Mapping[str, Node], checks: Mapping[str, dg.AssetCheckSpec]
) -> Iterator[Result]:
    """Tell what every node came to, those of a failed build too."""
    for outcome in outcomes:
        if outcome.unique_id in checks:
            key = checks[outcome.unique_id].key
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=not outcome.failed,
                metadata={"failures": outcome.failures or 0},
            )
        elif outcome.unique_id in nodes and not outcome.failed:
            yield dg.MaterializeResult(
                asset_key=_key(nodes[outcome.unique_id]), metadata={"seconds": round(outcome.seconds, 3)}
            )
