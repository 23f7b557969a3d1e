"""`linli ...`: the table of commands, and how a failure is told.

Belongs here: names, options, help texts, exit codes. Does not belong here: what a command does (commands/), which is
imported only when it is called, so that `linli --help` and a run with nothing to do answer at once.
"""

from __future__ import annotations

import logging
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines import cli_ledger

# What typer makes of Ctrl-C.
INTERRUPTED = 130

app = typer.Typer(
    name="linli",
    help="邻里：社区治理指标的数据仓库与领导驾驶舱 / Community-governance indicators: warehouse and dashboard",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cli_ledger.app)


class Engine(StrEnum):
    """Engines this version can build with."""

    duckdb = "duckdb"
    spark = "spark"


class Format(StrEnum):
    """Shapes a query's answer can take."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    xlsx = "xlsx"


class CheckFormat(StrEnum):
    """Ways to show what a check found."""

    table = "table"
    json = "json"
    xlsx = "xlsx"


@app.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="出错时显示技术细节 / show the traceback of a failure")
    ] = False,
) -> None:
    """Take the options that every command shares; main() has read --debug already."""


@app.command(help="建库（如尚未建立）并打开驾驶舱 / build if needed, serve the dashboard")
def up(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="端口，被占用时用下一个 / port; the next one when taken")
    ] = 8501,
) -> None:
    """Serve the dashboard until Ctrl-C."""
    from pipelines.commands.up import up as serve

    serve(port)


@app.command(help="把演示数据放入收件目录 / put the demo deliveries into landing")
def demo() -> None:
    """Write the demo deliveries."""
    from pipelines.commands.demo import demo as write

    write()


@app.command(help="接收、建库、审核、发布 / ingest, build, audit, publish")
def run(
    full: Annotated[bool, typer.Option("--full", help="全部重新校验重建 / judge everything again, rebuild")] = False,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="统计截止日期 / as-of date of every unit", metavar="DATE"),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="计算引擎 / engine that computes")] = Engine.duckdb,
) -> None:
    """Walk the road once."""
    from pipelines.commands.run import run as walk

    walk(full=full, as_of=_day(as_of), engine=engine.value)


@app.command(help="预检报表，不入库 / judge files as a delivery would be, load nothing")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="报表文件 / files to judge")],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="U", help="报送单位代码 / code of the unit that sends them")
    ] = None,
    format: Annotated[CheckFormat, typer.Option(help="结果形式 / shape of the result")] = CheckFormat.table,
) -> None:
    """Judge files."""
    from pipelines.commands.check import check as judge

    raise typer.Exit(judge(paths, unit, format.value))


@app.command(help="填报模板，可按单位和时期预填 / forms to fill in, prefilled for a unit and period")
def template(
    datasets: Annotated[
        list[str] | None, typer.Argument(metavar="[DATASET...]", help="数据集，缺省为全部 / datasets; all of them")
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", metavar="U", help="单位代码 / unit_id or code")] = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="2016, 2016-H1, 2016-Q3, 2016-07, 2016-W31")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="写入目录 / folder")] = Path(),
) -> None:
    """Write forms."""
    from pipelines.commands.template import template as write

    write(datasets or [], unit, period, output)


@app.command(help="只读查询 / read-only SQL against the published file")
def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="一条 SELECT / one SELECT statement")],
    format: Annotated[Format, typer.Option(help="输出格式 / shape of the answer")] = Format.table,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="写入文件 / write it to a file")
    ] = None,
) -> None:
    """Answer one SELECT."""
    from pipelines.commands.query import query as answer

    answer(sql, format.value, output)


@app.command(help="指标值从何而来 / where a value comes from, row by row")
def explain(
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help="指标代码 / indicator id")],
    unit: Annotated[str, typer.Option("--unit", metavar="U", help="单位代码 / unit_id or code")],
    period: Annotated[str, typer.Option("--period", metavar="P", help="2016, 2016-H1, 2016-Q3, 2016-07, 2016-W31")],
    versus: Annotated[
        str | None, typer.Option("--vs", metavar="P2", help="与另一时期比较 / what changed since that period")
    ] = None,
    rows: Annotated[
        int, typer.Option("--rows", min=0, help="每边显示的源数据行数 / source rows shown of each side")
    ] = 20,
) -> None:
    """Explain one value."""
    from pipelines.commands.explain import explain as tell

    tell(indicator, unit, period, versus, rows)


@app.command(help="督办清单：差距、条款、责任主体、期限 / the gaps to close: clause, responsible body, due date")
def worklist(
    unit: Annotated[str, typer.Option("--unit", metavar="U", help="单位代码 / unit_id or code")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="写入的工作簿 / workbook to write")],
) -> None:
    """Write the worklist of a unit and of all below it."""
    from pipelines.commands.worklist import worklist as write

    write(unit, output)


@app.command(help="文件条文落实到指标的情况 / facts of the documents: judged, monitored, reconciled, refused, missing")
def coverage() -> None:
    """Tell how much of the documents is dealt with."""
    from pipelines.commands.coverage import tell_coverage

    tell_coverage()


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def main() -> int:
    """Run a command and return its exit code; every failure ends as one line for a person."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    # A log that cannot be written, as on a full disk, would fill the terminal with tracebacks.
    logging.raiseExceptions = debug
    try:
        code = app([word for word in arguments if word != "--debug"], prog_name="linli", standalone_mode=False)
    except Exception as failure:
        if debug:
            raise
        from pipelines.commands.console import tell_failure

        return tell_failure(failure)
    if code == INTERRUPTED:
        sys.stderr.write("已中断 / interrupted\n")
    return code or 0


if __name__ == "__main__":
    sys.exit(main())
