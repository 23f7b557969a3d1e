"""The results as a table for people and as JSON for comparing.

Belongs here: words and files. Does not belong here: measuring.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.build.flame import BUILT, dearest, picture
from benchmarks.build.linli import Run
from benchmarks.build.process import Took
from benchmarks.pages.measured import RESULTS, machine


@dataclass
class Results:
    """Everything one invocation has measured of one size of the city."""

    size: str
    rows: int
    figures: int = 0
    rejected: int = 0
    contest: dict[str, Took] | None = None
    linli: Run | None = None
    readers: dict[str, list[str]] | None = None
    single_scan: float = 0.0
    news: Sequence[Run] = ()

    def text(self) -> str:
        """As Markdown."""
        parts = [f"## {self.size}: {self.rows:,} rows", ""]
        parts += self._contest()
        if self.linli and self.readers:
            parts += ["", *_seconds(self.linli, self.size), "", *_scans(self.readers, self.linli, self.single_scan)]
        if self.news:
            parts += ["", "### Little news on three years", "", *_runs(self.news)]
        return "\n".join(parts) + "\n"

    def _contest(self) -> list[str]:
        assert self.contest is not None
        floor = self.contest["floor"].seconds
        entries = dict(self.contest)
        if self.linli:
            entries["Linli, everything"] = self.linli.took
        lines = [
            f"Equal, row by row: {self.figures:,} figures and {self.rejected:,} rejected cells.",
            "Linli's time is for all it does: every model on three bases of boundaries, tests, audit, publishing;",
            "the others compute the figures with a value on one basis, and the rejected cells.",
            "",
            *_table(["", "seconds", "CPU seconds", "peak MiB", "rows a second", "times the floor"]),
        ]
        for name, measured in entries.items():
            lines.append(
                f"| {name} | {measured.seconds:.1f} | {measured.cpu:.1f} | {measured.peak_bytes >> 20:,} "
                f"| {self.rows / measured.seconds:,.0f} | {measured.seconds / floor:.2f} |"
            )
        if self.linli:
            lines += [
                "",
                f"Of Linli's seconds {self.linli.sql:.1f} are in SQL and {self.linli.outside:.1f} outside it.",
            ]
        return lines


def _seconds(run: Run, size: str) -> list[str]:
    lines = ["### Where the seconds go", "", *_table(["", "seconds"])]
    lines += [f"| {name} | {seconds:.1f} |" for name, seconds in run.stages.items()]
    lines += [f"| starting and ending | {run.took.seconds - sum(run.stages.values()):.1f} |", ""]
    lines += [f"![every statement of the run]({_flame(size)})", "", *_table(["dearest", "seconds of a thread"])]
    return lines + [f"| {layer}.{table} | {seconds:.1f} |" for layer, table, seconds in dearest(run.statements)]


def _flame(size: str) -> str:
    return f"build-{size}-{dt.date.today().isoformat()}.svg"


def _scans(readers: dict[str, list[str]], run: Run, single: float) -> list[str]:
    made = {table: seconds for layer, table, seconds in dearest(run.statements, len(run.statements)) if layer in BUILT}
    lines = [
        "### How often the visits are read",
        "",
        f"One reading, counting the visits by unit, takes {single:.2f} s: the limit. A statement that reads them does",
        "its own work too, and shares the machine with another.",
        "",
        *_table(["table", "times read", "seconds of the statements", "times the limit", "by"]),
    ]
    for table, by in readers.items():
        seconds = sum(made.get(name, 0.0) for name in set(by))
        names = ", ".join(dict.fromkeys(by))
        lines.append(f"| {table} | {len(by)} | {seconds:.1f} | {seconds / (len(by) * single):.0f} | {names} |")
    return lines


def write(results: Sequence[Results], packages: dict[str, str]) -> Path:
    """Write results/build-<date>.md and .json, and a picture of each full run."""
    RESULTS.mkdir(exist_ok=True)
    today = dt.date.today().isoformat()
    path = RESULTS / f"build-{today}.md"
    facts = machine() | packages
    text = ["# The build beside its rivals", "", f"`make bench`, {today}", ""]
    text += [f"- {name}: {fact}" for name, fact in facts.items()] + [""]
    path.write_text("\n".join(text) + "\n" + "\n".join(each.text() for each in results), encoding="utf-8")
    for each in results:
        if each.linli:
            drawn = picture(each.linli.statements, each.linli.took.seconds)
            (RESULTS / _flame(each.size)).write_text(drawn, encoding="utf-8")
    record = {"facts": facts, "results": results}
    path.with_suffix(".json").write_text(
        json.dumps(record, default=_fields, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return path


def _fields(measured: object) -> dict[str, object]:
    return {name: value for name, value in vars(measured).items() if name not in ("output", "statements")}


def _runs(runs: Sequence[Run]) -> list[str]:
    lines = _table(["", "seconds", "in SQL", "outside SQL", "CPU seconds", "peak MiB"])
    return lines + [
        f"| {run.name} | {run.took.seconds:.1f} | {run.sql:.1f} | {run.outside:.1f} "
        f"| {run.took.cpu:.1f} | {run.took.peak_bytes >> 20:,} |"
        for run in runs
    ]


def _table(heads: list[str]) -> list[str]:
    return ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
