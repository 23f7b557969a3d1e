"""The road as Dagster sees it: assets that call pipelines.road and tell what came of it, and nothing more."""
