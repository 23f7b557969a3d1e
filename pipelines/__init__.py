"""Everything that moves or guards data: intake, catalog, warehouse, product, and the thin Dagster assets over them."""
