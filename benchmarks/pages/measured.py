"""What every measurement comes to: a name, its durations, the bar it is held against; and the machine it was made on.

Belongs here: percentiles, tables, the result files. Does not belong here: measuring (the modules beside).
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results"
PACKAGES = ("streamlit", "duckdb", "pandas", "plotly", "playwright")


@dataclass(frozen=True)
class Measured:
    """Durations of one kind in milliseconds, the percentile that is judged, and its bar."""

    name: str
    durations: Sequence[float]
    bar: float | None = None
    percentile: int = 95

    def at(self, percentile: int) -> float:
        """A percentile; the median and the highest are among them."""
        ranked = sorted(self.durations)
        if percentile == 50:
            return statistics.median(ranked)
        return ranked[min(len(ranked) - 1, int(len(ranked) * percentile / 100))]

    @property
    def holds(self) -> bool | None:
        """Whether the bar is kept; nothing where there is none."""
        return None if self.bar is None else self.at(self.percentile) <= self.bar

    def row(self) -> list[str]:
        """As a line of a table."""
        verdict = {None: "", True: "yes", False: "**no**"}[self.holds]
        bar = "" if self.bar is None else f"p{self.percentile} ≤ {self.bar:,.0f}"
        figures = [f"{self.at(part):,.0f}" for part in (50, 95, 100)]
        return [self.name, str(len(self.durations)), *figures, bar, verdict]


def table(parts: Sequence[Measured]) -> str:
    """A table in Markdown."""
    heads = ["", "times", "p50 ms", "p95 ms", "most ms", "bar", "kept"]
    lines = [heads, ["---", *["---:"] * 4, "---", "---"], *(part.row() for part in parts)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def machine() -> dict[str, str]:
    """What it was measured on."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    return {
        "machine": f"{os.cpu_count()} cores ({model}), {memory} GiB, {platform.system()} {platform.release()}",
        "versions": f"Python {platform.python_version()}, {versions}",
        "load before": f"{os.getloadavg()[0]:.1f} processes waiting for {os.cpu_count()} cores over the last minute",
    }


def write(sections: dict[str, tuple[str, list[Measured]]], facts: dict[str, str], name: str) -> Path:
    """Write the results as Markdown for people and as JSON for comparing."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{dt.date.today().isoformat()}.md"
    text = ["# Pages: how quick and how steady", "", "`python -m benchmarks.pages`, " + dt.date.today().isoformat(), ""]
    text += [f"- {name}: {fact}" for name, fact in facts.items()]
    for title, (note, parts) in sections.items():
        text += ["", f"## {title}", "", note, "", table(parts)]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    record = {
        "facts": facts,
        "sections": {
            title: [
                {"name": part.name, "bar": part.bar, "holds": part.holds, "ms": [round(ms, 1) for ms in part.durations]}
                for part in parts
            ]
            for title, (_, parts) in sections.items()
        },
    }
    path.with_suffix(".json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
