"""How the command line speaks: lines, progress, failures.

Belongs here: what every command shares of talking to a person. Does not belong here: what is said.
"""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from pathlib import Path

import click

from pipelines.errors import LinliError
from pipelines.settings import home

WIDE = 10_000
# What a path that cannot be used is told as; most often it is the one behind -o.
WRONG_PATH: dict[type[Exception], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    FileExistsError: "已经有同名的文件",
    IsADirectoryError: "这是一个文件夹，请写明文件名",
    NotADirectoryError: "其中有一段不是文件夹",
    PermissionError: "没有读写的权限",
}


def say(text: str = "") -> None:
    """Print one line of an answer, at once even into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """Print one line that is not part of the answer."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def print_table(columns: list[str], rows: list[list[str]]) -> None:
    """Print rows under their headings; into a pipe at full width, so that nothing is cut."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    console.print(table)


def tell_failure(failure: Exception) -> int:
    """Tell a failure in one line and return the exit code: 2 for a wrong option, else 1."""
    match failure:
        case click.exceptions.NoArgsIsHelpError():
            say(failure.format_message())
            return 0
        case click.ClickException():
            warn(f"{_wrong_usage(failure)}，用法见 linli --help / {failure.format_message()}")
            return failure.exit_code
        case LinliError():
            warn(" ".join(str(failure).split()))
            return 1
        case OSError(filename=str(path)) if type(failure) in WRONG_PATH:
            write_log(failure)
            warn(f"{path}: {WRONG_PATH[type(failure)]} / {failure.strerror}")
            return 1
        case _:
            line = f"{type(failure).__name__}: {failure}".splitlines()[0][:200]
            warn(f"意外错误: {line} 详情见 {write_log(failure)} / unexpected error, the log has the details")
            return 1


def _wrong_usage(failure: click.ClickException) -> str:
    """Say in Chinese which part of a command is wrong; click says it in English."""
    match failure:
        case click.NoSuchOption(option_name=name):
            return f"没有选项 {name}"
        case click.exceptions.NoSuchCommand(command_name=name):
            return f"没有命令 {name}"
        case click.BadOptionUsage(option_name=name):
            return f"{name} 写得不全"
        case click.MissingParameter(param=click.Parameter() as param):
            return f"缺少 {_written(param)}"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_written(param)} 的值不对"
        case _:
            return "写法不对"


def _written(param: click.Parameter) -> str:
    return param.opts[-1] if param.param_type_name == "option" else param.human_readable_name


def write_log(failure: Exception) -> Path:
    """Append the traceback to the log that operators read."""
    log = home().root / "logs" / "linli.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now().isoformat(timespec='seconds')} linli {' '.join(sys.argv[1:2])}\n")
        file.writelines(traceback.format_exception(failure))
    return log
