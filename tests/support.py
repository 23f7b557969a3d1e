"""How tests use an installation: the command line, the landing folder.

Belongs here: helpers that more than one folder of tests calls. Does not belong here: fixtures (conftest.py).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import Home


@dataclass(frozen=True)
class Demo:
    """The demo, walked along the whole road: its installation, the files as delivered, what the commands said."""

    home: Home
    delivered: Path
    demo: subprocess.CompletedProcess[str]
    run: subprocess.CompletedProcess[str]


def desk(published: Home, root: Path) -> Home:
    """An installation that shows what another has published and takes files and decisions of its own."""
    place = Home(root)
    for path in (published.published, published.rejects, published.secret_key, published.raw / "units"):
        there = place.root / path.relative_to(published.root)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.symlink_to(path)
    shutil.copy(published.ledger, place.ledger)
    place.landing.mkdir()
    return place


def start_linli(home: Home, *arguments: str) -> subprocess.Popen[str]:
    """Start one command and leave it running."""
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        env={**os.environ, "LINLI_HOME": str(home.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_linli(home: Home, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one command as a person would, in an installation of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        env={**os.environ, "LINLI_HOME": str(home.root)},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )


def deliver(home: Home, sender: str, name: str, content: str | bytes, received_at: str | None = None) -> Path:
    """Put a file into the landing folder as its sender would; text is written the way Excel saves a csv in China."""
    path = home.landing / sender / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if received_at:
        envelope = {"received_at": received_at, "basis": "delivered"}
        path.with_name(f"{name}.envelope.json").write_text(json.dumps(envelope))
    path.write_bytes(content.encode("gb18030") if isinstance(content, str) else content)
    return path
