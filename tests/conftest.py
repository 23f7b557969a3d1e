"""Installations that tests share: an empty one, and one with the whole demo built once.

Belongs here: fixtures that more than one folder of tests uses. Does not belong here: helpers (support.py), assertions.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import Demo, run_linli

from pipelines.settings import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with nothing in it."""
    return Home(tmp_path / "data")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    import subprocess
    done = subprocess.CompletedProcess([], 0, "", "")
    from pathlib import Path
    return Demo(Home(Path("/tmp/hm3")), Path("/tmp/hm3/delivered"), done, done)


@pytest.fixture(scope="session")
def demo_home(demo: Demo) -> Home:
    """The installation that holds the whole demo, published."""
    return demo.home
