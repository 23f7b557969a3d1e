"""What `linli run --engine spark` says on a machine without Spark."""

from __future__ import annotations

import os

import pytest
from support import run_linli

from pipelines.settings import Home


def test_one_line_says_what_to_install(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPARK_REMOTE", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setenv("SPARK_HOME", os.devnull)
    answer = run_linli(home, "run", "--engine", "spark")
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    for word in ("Java 17", "openjdk-17-jre-headless", "Spark 4.1", "make setup-spark"):
        assert word in answer.stderr
    assert not home.build.exists()
