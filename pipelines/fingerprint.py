"""Has anything changed since last time? One hash over the content of files.

Belongs here: how files are told apart from what they were. Does not belong here: what follows from it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def fingerprint(paths: Iterable[Path], suffixes: tuple[str, ...] = (".sql", ".yml", ".py", ".csv", ".md")) -> str:
    """Return one hash over files, and over all files with these suffixes below folders; a missing one is empty."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.suffix in suffixes) if path.is_dir() else [path]
        for file in files:
            # By its name within the folder: a program is the same wherever it is installed.
            digest.update(file.relative_to(path.parent).as_posix().encode())
            if file.is_file():
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
