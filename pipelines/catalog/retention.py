"""How long what holds personal data is kept, as seeds/retention.yml says.

Belongs here: the declared days. Does not belong here: removing anything (intake/expiry.py, warehouse/send_back.py).
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipelines.catalog.strict_yaml import load
from pipelines.settings import SEEDS_DIR


class Retention(BaseModel):
    """Days from the moment a file is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    originals_days: int = Field(ge=1)
    rejects_days: int = Field(ge=1)


def load_retention(path: Path = SEEDS_DIR / "retention.yml") -> Retention:
    """Return the declared days."""
    return load(path).validate(Retention)
