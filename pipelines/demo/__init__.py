"""The demo: deliveries of five jurisdictions, made up by a seeded generator and written as clerks would send them.

Belongs here: putting the demo's files into a landing folder. What they hold is told by seeds/demo.
Does not belong here: reading them (pipelines.intake).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from pipelines.catalog.contracts import load_contracts
from pipelines.demo.deliveries import Delivery, deliveries
from pipelines.demo.mistakes import load_mistakes
from pipelines.demo.place import load_places
from pipelines.demo.sheets import to_bytes
from pipelines.demo.wording import load_wording
from pipelines.errors import LinliError


def write_demo(landing: Path, on_file: Callable[[Path], None] | None = None, only: str | None = None) -> int:
    """Write the demo's deliveries into a landing folder and return how many; `only` names one jurisdiction's root."""
    contracts, wording, mistakes = load_contracts(), load_wording(), load_mistakes()
    count = put = 0
    for place in load_places():
        if only not in (None, place.scenario.root):
            continue
        for delivery in deliveries(place, contracts, wording):
            put += mistakes.put_into(delivery.sender, delivery.file, delivery.sheets)
            path = _write(landing, delivery)
            count += 1
            if on_file:
                on_file(path)
    expected = len(mistakes.bad_rows) + len(mistakes.wrong_figures) + len(mistakes.suspicious)
    if only is None and put != expected:
        raise LinliError(
            f"演示缺陷清单 defects.yml 列 {expected} 处，只找到 {put} 处所在文件",
            f"defects.yml lists {expected} mistakes, files were found for {put} only",
            "bad_demo",
        )
    return count


def _write(landing: Path, delivery: Delivery) -> Path:
    """Write the envelope, then the file; neither is ever seen half-written."""
    folder = landing / delivery.sender
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / delivery.file
    envelope = {"received_at": delivery.received_at.isoformat(), "basis": delivery.basis}
    _place(path.with_name(f"{path.name}.envelope.json"), json.dumps(envelope).encode())
    _place(path, to_bytes(delivery.sheets, delivery.kind))
    return path


def _place(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
