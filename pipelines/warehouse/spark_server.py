"""Where Apache Spark is reached: the cluster that SPARK_REMOTE names, or a server started here for one build.

Belongs here: what has to be installed, starting and stopping the local server. Does not belong here: what is built on
it (spark.py).
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines import processes
from pipelines.errors import LinliError
from pipelines.settings import PROJECT_DIR, Home

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOTE = "SPARK_REMOTE"
OLDEST_JAVA = 17
SECONDS_TO_START, SECONDS_TO_END = 120, 20
# All of it from the start, and cleaned while nothing else runs: a collector beside the work costs a tenth of two cores.
MEMORY = "3g"
LOCAL_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.log.level": "WARN",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.catalogImplementation": "in-memory",
    # A machine of few processors: the work lies in planning many small statements, not in moving rows.
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    # Two hundred statements over few rows: compiling each to Java costs more than it saves.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    # Spark's own checks of its optimizer after every rule.
    "spark.sql.lightweightPlanChangeValidation": "false",
}


def require_spark() -> None:
    """Say in one line what is missing on this machine to build on Spark, and how to get it."""
    missing = []
    if not (_has("dbt.adapters.spark") and _has("pyspark")):
        missing.append("dbt-spark, pyspark-client (make setup-spark)")
    if not os.environ.get(REMOTE):
        if _java_version() < OLDEST_JAVA:
            missing.append(f"Java {OLDEST_JAVA} (apt-get install openjdk-{OLDEST_JAVA}-jre-headless, JAVA_HOME)")
        if _spark_home() is None:
            missing.append("Spark 4.1 (make setup-spark, SPARK_HOME)")
    if missing:
        listed = ", ".join(missing)
        raise LinliError(
            f"本机不能用 Spark 计算, 缺少 {listed}。已有集群时只需客户端和 {REMOTE}。",
            f"Spark cannot be used on this machine, missing: {listed}. With a cluster, the client and {REMOTE} do.",
            code="spark_missing",
        )


@contextmanager
def spark_address(home: Home) -> Iterator[str]:
    """Give the address of the cluster, or of a server that runs as long as the block does."""
    remote = os.environ.get(REMOTE)
    if remote:
        yield remote
        return
    folder = home.build / "spark"
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            _command(folder, port), cwd=folder, env=_environment(), stdout=output, stderr=output, start_new_session=True
        )
        try:
            _wait_for(server, port, log)
            yield f"sc://127.0.0.1:{port}"
        finally:
            processes.end(server, SECONDS_TO_END)


def _has(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _java_version() -> int:
    """Give the version of Java that Spark would start; none is 0, and so is one that does not run."""
    named = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(named) / "bin") if named else None)
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr if java else ""
    found = re.search(r'version "(?:1[.])?([0-9]+)', told)
    return int(found[1]) if found else 0


def _spark_home() -> Path | None:
    named = os.environ.get("SPARK_HOME")
    places = [Path(named)] if named else sorted(PROJECT_DIR.glob(".venv-spark/lib/python3*/site-packages/pyspark"))
    return next((place for place in places if (place / "bin" / "spark-submit").exists()), None)


def _command(folder: Path, port: int) -> list[str]:
    home = _spark_home()
    assert home is not None
    settings = LOCAL_SETTINGS | {
        "spark.connect.grpc.binding.port": str(port),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.local.dir": str(folder / "scratch"),
    }
    options = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    return [
        *(str(home / "bin" / "spark-submit"), "--master", f"local[{os.cpu_count()}]", "--driver-memory", MEMORY),
        *("--driver-java-options", f"-Xms{MEMORY} -XX:+UseParallelGC"),
        *("--class", "org.apache.spark.sql.connect.service.SparkConnectServer", *options, "spark-internal"),
    ]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPARK_", "PYSPARK_"))}
    return kept | {"SPARK_HOME": str(_spark_home()), "SPARK_LOCAL_IP": "127.0.0.1"}


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise LinliError(f"Spark 未能启动, 见 {log}。", f"Spark did not start, see {log}.", code="spark_not_started")
