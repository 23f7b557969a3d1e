"""What dbt knows of the project: its manifest, parsed again only when the project changed.

Belongs here: getting at models, tests and their lineage without running them. Does not belong here: running them
(build.py).
"""

from __future__ import annotations

import json
from typing import Any

from pipelines.errors import LinliError
from pipelines.fingerprint import fingerprint
from pipelines.settings import DBT_DIR, Home
from pipelines.warehouse.build import QUIET, dbt_environment, dbt_log, dbt_target

BUILT_TYPES = ("model", "test")


def load_manifest(home: Home) -> dict[str, Any]:
    """Return dbt's manifest of the project."""
    file = dbt_target(home) / "manifest.json"
    key_file = dbt_target(home) / "manifest.key"
    key = fingerprint([DBT_DIR])
    if not (file.exists() and key_file.exists() and key_file.read_text(encoding="utf-8") == key):
        _parse(home)
        key_file.write_text(key, encoding="utf-8")
    manifest: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return manifest


def count_nodes(manifest: dict[str, Any]) -> int:
    """Count what one build of the whole project runs: models and tests."""
    return sum(node["resource_type"] in BUILT_TYPES for node in manifest["nodes"].values())


def _parse(home: Home) -> None:
    from dbt.cli.main import dbtRunner

    dbt_target(home).mkdir(parents=True, exist_ok=True)
    with dbt_environment(home):
        result = dbtRunner().invoke(["parse", "--project-dir", str(DBT_DIR), "--profiles-dir", str(DBT_DIR), *QUIET])
    if not result.success:
        raise LinliError(
            f"dbt 项目有误: {result.exception} 日志: {dbt_log(home)}",
            f"the dbt project cannot be read: {result.exception} Log: {dbt_log(home)}",
            code="project_broken",
        )
