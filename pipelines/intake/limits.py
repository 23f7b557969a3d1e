"""How much one file may cost, and the refusals of what costs more.

Belongs here: the numbers, and how they are said. Does not belong here: what enforces them (worker.py, zip_parts.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.errors import LinliError

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What reading one file may take; large for a community's file, small for a server."""

    file_bytes: int = 1024 * MIB
    workbook_bytes: int = 200 * MIB
    unpacked_bytes: int = 1536 * MIB
    memory_bytes: int = 3072 * MIB
    cpu_seconds: int = 120
    wall_seconds: float = 300.0


LIMITS = Limits()
MAX_COLUMNS = 500
MAX_CELL_BYTES = 128 * 1024
MAX_CELLS = 40_000_000
MAX_MERGES = 100_000
MAX_PARTS = 10_000
# Cells that may be compared with headers in one file, and tables that a sheet may hold: far beyond any real book.
MAX_COMPARED = 2_000_000
MAX_TABLES = 500
# A sheet of repeated rows packs 20 to 60 times; what packs better and is large was made to burst.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 64 * MIB
# How the libraries that read files say that there is no memory left.
_NO_MEMORY = ("memory allocation of", "MemoryError", "bad_alloc", "malloc of size", "Cannot allocate memory")


class Effort:
    """What recognising one file has cost: counted, not timed, so that a file ends the same way on every machine."""

    def __init__(self, cells: int = MAX_COMPARED) -> None:
        self._left = cells

    def spend(self, sheet: str, cells: int) -> None:
        """Account for some cells; refuse the file when it has asked for too much."""
        self._left -= cells
        if self._left < 0:
            raise too_many_headers(sheet)


def too_many_headers(sheet: str) -> LinliError:
    """Return the refusal of a file with more header rows, tables or sheets than anybody fills in."""
    return LinliError(
        f"到工作表“{sheet}”为止，像表头的行太多（一张工作表最多 {MAX_TABLES} 张表），不像填报的表格。"
        "请只保留要报送的表，拆成几个文件后重新报送。",
        f"Up to sheet '{sheet}' there are too many rows that look like headers (at most {MAX_TABLES} tables a sheet). "
        "Keep the tables to be sent, split them into several files and send them again.",
        "too_big",
    )


def too_many_bytes(size: int, limit: int) -> LinliError:
    """Return the refusal of a file that is too large."""
    return LinliError(
        f"文件有 {_mib(size)} MiB，超过上限 {_mib(limit)} MiB。请按月份或单位拆成几个文件后重新报送。",
        f"The file has {_mib(size)} MiB, more than the limit of {_mib(limit)} MiB. Split it by month or unit, "
        "send the parts.",
        "too_big",
    )


def bursts(size: int, limit: int) -> LinliError:
    """Return the refusal of a workbook that unpacks to too much."""
    return LinliError(
        f"工作簿解压后有 {_mib(size)} MiB，异常之大（上限 {_mib(limit)} MiB）。"
        "请用 Excel 或 WPS 打开，只保留有内容的区域，另存为 xlsx 后重新报送。",
        f"The workbook unpacks to {_mib(size)} MiB, unusually much (limit {_mib(limit)} MiB). Open it in Excel or WPS, "
        "keep only the cells that are filled, save it as xlsx and send it again.",
        "too_big",
    )


def too_many_columns(sheet: str, count: int) -> LinliError:
    """Return the refusal of a sheet that is too wide."""
    return LinliError(
        f"工作表“{sheet}”有 {count} 列，超过上限 {MAX_COLUMNS} 列。请删去表格右侧多余的内容后重新报送。",
        f"Sheet '{sheet}' has {count} columns, more than the limit of {MAX_COLUMNS}. Clear what stands to the right of "
        "the table and send it again.",
        "too_big",
    )


def too_many_cells(sheet: str, rows: int, columns: int) -> LinliError:
    """Return the refusal of a sheet whose filled cells lie too far apart."""
    return LinliError(
        f"工作表“{sheet}”的内容一直延伸到第 {rows} 行、第 {columns} 列。请删去表格以外多余的内容后重新报送。",
        f"Sheet '{sheet}' reaches to row {rows} and column {columns}. Clear what stands outside the table and send it "
        "again.",
        "too_big",
    )


def cell_too_long(sheet: str) -> LinliError:
    """Return the refusal of a sheet with a cell longer than any spreadsheet can hold."""
    return LinliError(
        f"工作表“{sheet}”中有一格内容超过 {MAX_CELL_BYTES // 1024} KiB，可能是引号或换行出错。请核对后重新报送。",
        f"Sheet '{sheet}' has a cell of more than {MAX_CELL_BYTES // 1024} KiB, perhaps a quote or line break gone "
        "wrong. Check it and send it again.",
        "too_big",
    )


def lacked_memory(said: str) -> bool:
    """Tell whether the last words of a library or process are those of one that ran out of memory."""
    return any(sign in said for sign in _NO_MEMORY)


def out_of_memory(limits: Limits) -> LinliError:
    """Return the refusal of a file that needs more memory than one file may have."""
    return LinliError(
        f"读取这个文件需要的内存超过上限 {_mib(limits.memory_bytes)} MiB。"
        "请删去表格以外的内容，或拆成几个文件后重新报送。",
        f"Reading the file needs more memory than the limit of {_mib(limits.memory_bytes)} MiB. Clear what stands "
        "outside the table, or split the file, and send it again.",
        "too_big",
    )


def too_slow(limits: Limits) -> LinliError:
    """Return the refusal of a file that takes too long."""
    return LinliError(
        f"读取这个文件超过时限（{limits.cpu_seconds} 秒计算或 {limits.wall_seconds:g} 秒等待）。"
        "请用 Excel 或 WPS 打开，另存为 xlsx 或拆成几个文件后重新报送。",
        f"Reading the file took longer than allowed ({limits.cpu_seconds} s of work or {limits.wall_seconds:g} s of "
        "waiting). Open it in Excel or WPS, save it as xlsx or split it, and send it again.",
        "too_slow",
    )


def crashed(how: str) -> LinliError:
    """Return the refusal of a file that brought the reading process down."""
    return LinliError(
        f"读取这个文件时读取程序崩溃（{how}），其他文件不受影响。原件已加密保存；"
        "请用 Excel 或 WPS 打开，另存为 xlsx 后重新报送。",
        f"The reading process crashed on this file ({how}); other files are not affected. The original is kept, "
        "encrypted; open it in Excel or WPS, save it as xlsx and send it again.",
        "crashed",
    )


def _mib(size: int) -> int:
    return -(-size // MIB)
