"""Raw to marts: every dbt model an asset, every dbt test an asset check, one step that builds them all.

Belongs here: how dbt's manifest and outcomes read in Dagster. Does not belong here: running dbt (warehouse/build.py).
Annotations are not postponed in this module: Dagster reads the type of a step's config from its signature.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from pipelines.assets.telling import told
from pipelines.road import Walk
from pipelines.warehouse.dbt_invocation import NodeOutcome

Result = dg.MaterializeResult[None] | dg.AssetCheckResult


class BuildConfig(dg.Config):
    """What a build can be asked for; an empty as-of date leaves every jurisdiction its own."""

    as_of: str = ""


class Translator(DagsterDbtTranslator):
    """Groups assets by the folder of their model and describes them in words, without their SQL."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """Return the model's folder, or the source's name."""
        return str(dbt_resource_props["fqn"][1])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return what the model's YAML says."""
        return str(dbt_resource_props["description"])


def model_assets(walk: Walk, manifest: Mapping[str, Any], retry: dg.RetryPolicy | None) -> dg.AssetsDefinition:
    """Return the step `models` with an asset a dbt model and a check a dbt test."""
    translator = Translator()

    @dbt_assets(manifest=manifest, name="models", dagster_dbt_translator=translator, retry_policy=retry)
    def models(context: dg.AssetExecutionContext, config: BuildConfig) -> Iterator[Result]:
        try:
            with told():
                walk.build(date.fromisoformat(config.as_of) if config.as_of else None)
        finally:
            checks = {key.name: key for key in context.selected_asset_check_keys}
            yield from _results(walk.nodes, manifest, translator, checks)

    return models


def _results(
    outcomes: list[NodeOutcome],
    manifest: Mapping[str, Any],
    translator: Translator,
    checks: Mapping[str, dg.AssetCheckKey],
) -> Iterator[Result]:
    """Tell what every node came to, those of a failed build too; a test that belongs to no one asset is left out."""
    for outcome in outcomes:
        node = manifest["nodes"].get(outcome.unique_id)
        if node is None:
            continue
        if node["resource_type"] == "model" and not outcome.failed:
            yield dg.MaterializeResult(
                asset_key=translator.get_asset_key(node), metadata={"seconds": round(outcome.seconds, 3)}
            )
        elif node["name"] in checks:
            key = checks[node["name"]]
            yield dg.AssetCheckResult(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=outcome.status == "pass",
                severity=dg.AssetCheckSeverity.ERROR if outcome.failed else dg.AssetCheckSeverity.WARN,
                metadata={"failures": outcome.failures or 0},
            )
