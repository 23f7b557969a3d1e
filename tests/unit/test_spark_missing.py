"""What `linli run --engine spark` says on a machine without Spark."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import run_linli

from pipelines.errors import LinliError
from pipelines.settings import Home
from pipelines.warehouse.spark_server import require_spark


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


def test_an_older_java_will_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPARK_REMOTE", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LinliError, match="Java 17"):
        require_spark()
