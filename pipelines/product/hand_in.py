"""Handing a file in: into the sender's folder of landing, whole, with its envelope before it.

Belongs here: names and the order of writing. Does not belong here: judging the file (check.py), taking it in (intake).
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict
from itertools import count
from pathlib import Path

from pipelines.errors import LinliError
from pipelines.intake.durable import write_whole
from pipelines.intake.landing import ENVELOPE_SUFFIX, arrived_now, printable
from pipelines.settings import Home

_SENDER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]*")
# What no file system, or no reader of landing, takes for a part of a delivery's name.
_UNSAFE = re.compile(r'[\\/:*?"<>|\ufffd]')
# A name is at most 255 bytes, and so are the longer ones of its envelope and of both while they are written.
_LONGEST_ENDING = 20
_MOST_BYTES = 255 - len(f"..part{ENVELOPE_SUFFIX}") - len("(999)")


def hand_in(home: Home, sender_code: str, file_name: str, data: bytes) -> Path:
    """Put a file into a sender's folder of landing and return where it lies; it is a delivery of the next run.

    A name that already waits there gets a number. Raises LinliError when it cannot be written.
    """
    if not _SENDER.fullmatch(sender_code):
        raise LinliError(
            f"单位代码“{sender_code}”不能用作报送单位。", f"'{sender_code}' is no sender's code.", code="no_sender"
        )
    folder = home.landing / sender_code
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _reserve(folder, safe_name(file_name))
        write_whole(path, lambda stream: stream.write(data))
    except OSError as error:
        raise LinliError(
            f"报表没有交上：{folder} 写不进去（{error.strerror}）。请管理员检查磁盘空间和权限后再交一次。",
            f"The file was not handed in: {folder} cannot be written ({error.strerror}). Check disk space and "
            "permissions, then hand it in again.",
            code="cannot_write",
        ) from error
    return path


def safe_name(file_name: str) -> str:
    """Return a name that can stand in a folder and be recognised as a delivery there, its ending kept."""
    plain = _UNSAFE.sub("_", printable(re.split(r"[\\/]", file_name)[-1])).strip().lstrip(".~$")
    ending = "_" if plain.endswith((ENVELOPE_SUFFIX, ".part")) else Path(plain or "_").suffix
    if len(ending) > _LONGEST_ENDING:
        ending = ""
    stem = plain.removesuffix(ending).encode()[: _MOST_BYTES - len(ending.encode())].decode("utf-8", "ignore")
    return f"{stem or '_'}{ending}"


def _reserve(folder: Path, name: str) -> Path:
    """Write the envelope under the first number that is free, which holds the name for the file itself."""
    for number in count(1):
        path = folder / name
        if number > 1:
            path = path.with_name(f"{path.stem}({number}){path.suffix}")
        if path.exists():
            continue
        try:
            with path.with_name(f"{path.name}{ENVELOPE_SUFFIX}").open("x", encoding="utf-8") as stream:
                json.dump(asdict(arrived_now()), stream)
                stream.flush()
                os.fsync(stream.fileno())
        except FileExistsError:
            continue
        return path
    raise AssertionError
