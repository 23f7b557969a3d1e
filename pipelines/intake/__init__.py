"""Files as communities keep them, to rows of text with lineage and one ledger of deliveries.

Belongs here: recognising, reading, mapping, hashing, the ledger. Does not belong here: typing and checking values
(dbt staging), orchestration. Imports neither Dagster nor dbt.
"""

from pipelines.intake.header_mappings import confirm_mapping
from pipelines.intake.landing import pending
from pipelines.intake.take_in import FileOutcome, IntakeSummary, ingest

__all__ = ["FileOutcome", "IntakeSummary", "confirm_mapping", "ingest", "pending"]
