"""Installations that tests share: an empty one, and one with the whole demo built once.

Belongs here: fixtures that more than one folder of tests uses. Does not belong here: helpers (support.py), assertions.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import Demo, run_linli

from pipelines.settings import Home

# What takes long to make and many tests share: whoever uses one of these runs where it was made.
SHARED = ("demo", "warehouse")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together, when tests run in two processes, those that share an installation and those of one module."""
    for item in items:
        used = getattr(item, "fixturenames", ())
        group = next((name for name in SHARED if name in used), item.path.stem)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An installation with nothing in it."""
    return Home(tmp_path / "data")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """`linli demo` and `linli run`, once a session."""
    folder = tmp_path_factory.mktemp("demo")
    place = Home(folder / "data")
    written = run_linli(place, "demo")
    assert written.returncode == 0, written.stderr
    shutil.copytree(place.landing, folder / "delivered")
    walked = run_linli(place, "run")
    assert walked.returncode == 0, walked.stderr
    return Demo(place, folder / "delivered", written, walked)


@pytest.fixture(scope="session")
def demo_home(demo: Demo) -> Home:
    """The installation that holds the whole demo, published."""
    return demo.home
