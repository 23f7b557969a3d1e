"""What pages, CLI and reports share: the published file, one formatter, statuses, explanations.

Imports neither Dagster nor dbt, and never writes the warehouse.
"""
