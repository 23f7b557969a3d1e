"""docs/add-an-indicator.md, followed to the letter in a copy of the project: the new indicator computes."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from mini_district import FILES
from support import deliver

from pipelines.settings import PROJECT_DIR, Home

GUIDE = PROJECT_DIR / "docs" / "add-an-indicator.md"
STEP = re.compile(
    r'<!-- file: (?P<file>\S+); (?:after: (?P<after>".*?(?<!\\)")|append) -->\n```\w+\n(?P<text>.*?)```', re.DOTALL
)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which every boxed step of the guide was taken, and a home with the small district."""
    place = tmp_path_factory.mktemp("guide")
    for folder in ("pipelines", "dbt_project", "seeds"):
        shutil.copytree(PROJECT_DIR / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    steps = list(STEP.finditer(GUIDE.read_text(encoding="utf-8")))
    assert len(steps) == 4
    for step in steps:
        path = place / step["file"]
        text = path.read_text(encoding="utf-8")
        if step["after"] is None:
            text += step["text"]
        else:
            after = ast.literal_eval(step["after"])
            assert text.count(after) == 1, f"{step['file']} no longer holds {after!r} once"
            text = text.replace(after, after + step["text"])
        path.write_text(text, encoding="utf-8")
    for name, content in FILES.items():
        deliver(Home(place / "home"), "90", f"{name}.csv", content, "2014-07-01T09:00:00")
    return place


def test_the_new_indicator_computes(followed: Path) -> None:
    environment = {**os.environ, "LINLI_HOME": str(followed / "home"), "PYTHONPATH": str(followed)}
    answer = subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "run", "--as-of", "2014-06-30"],
        cwd=followed,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    with duckdb.connect(str(followed / "home" / "published" / "linli.duckdb"), read_only=True) as connection:
        (row,) = connection.execute(
            """select numerator, denominator from marts.v_indicator
               where indicator_id = 'key_visit_share' and unit_id = 'demo:9001004' and label = '2014-Q2'
                 and boundary = 'as_was'"""
        ).fetchall()
        visits = connection.execute("select count(*) from core.fct_visit").fetchone()
    # K1 was called on three times and K2 twice.
    assert row[0] == 5
    assert visits == (row[1],)
