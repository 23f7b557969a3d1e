"""Opening the published file so that a swap is seen and never blocks.

Belongs here: how a reader attaches `published/linli.duckdb` and tells one version of it from the next.
Does not belong here: any query (see dashboards/queries/, explain.py), building or swapping the file.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.errors import LinliError

ALIAS = "wh"


def version(path: Path) -> str:
    """Name the version of the file that stands at `path` now; changes whenever another file is swapped in."""
    try:
        found = path.stat()
    except OSError:
        raise LinliError(
            f"没有已发布的数据文件：{path}。请先运行 linli run（或 linli up）。",
            f"no published file at {path}; run `linli run` (or `linli up`) first",
            code="no_published_file",
        ) from None
    return f"{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Attach the file read-only to a fresh in-memory database and make it the default.

    `duckdb.connect(path)` would hand out the old file again while an old connection to the same path is open in this
    process, so every version gets a database of its own. A cursor of the connection must say `USE wh` again.
    """
    version(path)
    con = duckdb.connect(
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    try:
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {ALIAS} (READ_ONLY)")
        con.execute(f"USE {ALIAS}")
    except duckdb.Error as error:
        con.close()
        raise LinliError(
            f"已发布的数据文件打不开：{path}（{error}）。请重新运行 linli run。",
            f"the published file {path} cannot be opened ({error}); run `linli run` again",
            code="unreadable_published_file",
        ) from error
    return con
