"""What pages read beside the published file: the run log, the landing folder, the ledger, the disk.

Belongs here: asking for it, and keeping it for the few seconds in which many readers do. Does not belong here: how it
is found (pipelines/product/health.py), the published file (reading.py).
"""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from dashboards import reading
from pipelines.product import arrivals
from pipelines.product.arrivals import Arrival
from pipelines.product.health import Health, Room, read_health, read_room
from pipelines.product.program import made_by_another
from pipelines.settings import home

KEPT_SECONDS = 3


@st.cache_data(ttl=KEPT_SECONDS, max_entries=4, show_spinner=False)
def _health(root: str, published: int) -> Health:
    return read_health(home())


def health() -> Health:
    """How the installation stands now; a file that was just published is seen at once."""
    place = home()
    return _health(str(place.root), place.published.stat().st_mtime_ns if place.published.exists() else 0)


@lru_cache(maxsize=2)
def _is_of_another_program(file_version: str) -> bool:
    return made_by_another(home().published)


def is_of_another_program() -> bool:
    """Tell whether the published file was made by another program than stood here when it was first read."""
    return _is_of_another_program(reading.published_version())


def refused() -> list[Arrival]:
    """The files that could not be taken in."""
    return arrivals.refused(home())


def room() -> Room:
    """What the published files take on the disk."""
    return read_room(home())
