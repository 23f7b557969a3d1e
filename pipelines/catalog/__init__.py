"""Strict models of what people declare in YAML (datasets, indicators, policies), and their compilation to tables."""
