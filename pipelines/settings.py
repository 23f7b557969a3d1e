"""Where things stand: the folders of the project and of LINLI_HOME.

Belongs here: paths and nothing else. Does not belong here: anything that reads or writes them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
SEEDS_DIR = PROJECT_DIR / "seeds"
DBT_DIR = PROJECT_DIR / "dbt_project"
# What dbt made of the models, the same for every installation.
PARSED_DIR = PROJECT_DIR / ".dbt"


@dataclass(frozen=True)
class Home:
    """The folders of one installation, all under one root (LINLI_HOME)."""

    root: Path

    @property
    def landing(self) -> Path:
        """Files as received, one folder a sender."""
        return self.root / "landing"

    @property
    def originals(self) -> Path:
        """Received files, encrypted, named by content hash."""
        return self.root / "originals"

    @property
    def raw(self) -> Path:
        """Text rows, one Parquet file a delivery, and the ledger."""
        return self.root / "raw"

    @property
    def ledger(self) -> Path:
        """The append-only list of deliveries."""
        return self.raw / "ledger.jsonl"

    @property
    def rejects(self) -> Path:
        """Workbooks of rows to mend, one a delivery."""
        return self.root / "rejects"

    @property
    def build(self) -> Path:
        """The working warehouse and what it is built from."""
        return self.root / "build"

    @property
    def warehouse(self) -> Path:
        """The working warehouse, held by the one writer."""
        return self.build / "warehouse.duckdb"

    @property
    def facts(self) -> Path:
        """What is counted and what each row of it adds, beside the working warehouse: published as it stands."""
        return self.build / "facts.duckdb"

    @property
    def reference(self) -> Path:
        """Reference tables compiled from the YAML under seeds/."""
        return self.build / "reference"

    @property
    def published(self) -> Path:
        """The file everybody reads."""
        return self.root / "published" / "linli.duckdb"

    @property
    def outlines(self) -> Path:
        """Outlines of units as GeoJSON, where an installation has them."""
        return self.root / "map.geojson"

    @property
    def dagster(self) -> Path:
        """Dagster's own state."""
        return self.root / "dagster"

    @property
    def secret_key(self) -> Path:
        """The key that hashes personal columns and encrypts originals."""
        return self.root / "secret.key"


def home() -> Home:
    """Return the installation named by LINLI_HOME, `./data` of the project when it is not set."""
    return Home(Path(os.environ.get("LINLI_HOME") or PROJECT_DIR / "data").expanduser().absolute())
