"""`linli ...` about deliveries that have come: withdraw, correct, review, close, confirm, history.

Belongs here: names, options, help texts. Does not belong here: what a command does (commands/), every other command
(cli.py).
"""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()

DeliveryId = Annotated[str, typer.Argument(metavar="DELIVERY", help="报送编号 / id in marts.dq_delivery")]
Who = Annotated[str | None, typer.Option("--who", help="办理人，默认为系统用户 / who decides; default: you")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="理由 / the reason")]


@app.command(help="撤回一份报送并重建 / take a delivery back, rebuild")
def withdraw(delivery: DeliveryId, why: Why, who: Who = None) -> None:
    """Withdraw a delivery."""
    from pipelines.commands.decide import withdraw as take_back

    take_back(delivery, why, who)


@app.command(help="更正一个单元格并重建 / read one cell of a delivery otherwise, rebuild")
def correct(
    delivery: DeliveryId,
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help="工作表 / sheet")],
    row: Annotated[int, typer.Argument(metavar="ROW", help="行号，与表中所见相同 / row as the clerk sees it")],
    column: Annotated[str, typer.Argument(metavar="COLUMN", help="列名或表头 / column or header")],
    new: Annotated[str, typer.Option("--new", metavar="VALUE", help="应为 / what is to be read")],
    why: Why,
    old: Annotated[
        str | None, typer.Option("--old", metavar="VALUE", help="现为，用于核对 / what stands there, as a check")
    ] = None,
    who: Who = None,
) -> None:
    """Correct a cell."""
    from pipelines.commands.decide import correct as mend
    from pipelines.intake.corrections import Cell

    mend(Cell(delivery, sheet, row, column), new, old, why, who)


@app.command(help="审核或退回待审报送并重建 / approve or return deliveries that wait for it, rebuild")
def review(
    deliveries: Annotated[list[str], typer.Argument(metavar="DELIVERY...", help="报送编号 / ids in marts.dq_delivery")],
    remark: Annotated[str, typer.Option("--remark", metavar="TEXT", help="意见 / remark to the sender")],
    approve: Annotated[bool, typer.Option("--approve", help="审核通过，从此计入 / it counts from now on")] = False,
    give_back: Annotated[bool, typer.Option("--return", help="退回，不计入 / it never counts")] = False,
    who: Who = None,
) -> None:
    """Approve or return deliveries."""
    from pipelines.commands.decide import review as judge

    judge(deliveries, remark, who, approve=approve, give_back=give_back)


@app.command(help="封账：此后报来的该期数据暂缓计入 / close a period: what comes for it later is held")
def close(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="单位代码，含下级 / code; units below are included")],
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2016, 2016-H1, 2016-Q3, 2016-07")],
    why: Why,
    reopen: Annotated[bool, typer.Option("--reopen", help="解封 / open it again")] = False,
    who: Who = None,
) -> None:
    """Close a period or reopen it."""
    from pipelines.commands.decide import close as shut

    shut(unit, period, why, who, reopen=reopen)


@app.command(help="确认一个表头对应哪一列 / confirm which column a header stands for")
def confirm(
    dataset: Annotated[str | None, typer.Argument(metavar="DATASET", help="数据集 / dataset")] = None,
    header: Annotated[str | None, typer.Argument(metavar="HEADER", help="表头，照原样 / header as written")] = None,
    column: Annotated[str | None, typer.Argument(metavar="COLUMN", help="列名 / column")] = None,
    show: Annotated[bool, typer.Option("--list", help="列出已确认的 / list what was confirmed")] = False,
    who: Who = None,
) -> None:
    """Confirm a mapping, or list those confirmed."""
    from pipelines.commands.confirm import confirm as keep
    from pipelines.commands.confirm import show_confirmed

    if show:
        show_confirmed()
    elif dataset and header and column:
        keep(dataset, header, column, who)
    else:
        raise typer.BadParameter("linli confirm DATASET HEADER COLUMN, or linli confirm --list")


@app.command(help="一行数据的来历：每次报送的值 / what every delivery said of a row")
def history(
    dataset: Annotated[str, typer.Argument(metavar="DATASET", help="数据集 / dataset")],
    key: Annotated[
        list[str], typer.Argument(metavar="KEY...", help="单位代码、日期、编号等键值 / parts of the row's key")
    ],
) -> None:
    """Show the versions of a row."""
    from pipelines.commands.history import history as tell

    tell(dataset, key)
