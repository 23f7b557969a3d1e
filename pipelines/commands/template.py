"""`linli template`: forms to fill in, prefilled where a unit and a period are named.

Belongs here: saying what was written. Does not belong here: writing it (product/template.py).
"""

from __future__ import annotations

from pathlib import Path

from pipelines.commands.console import say
from pipelines.errors import LinliError
from pipelines.product.template import WrittenTemplate, write_blank_templates, write_unit_template
from pipelines.settings import home


def template(datasets: list[str], unit: str | None, period: str | None, folder: Path) -> None:
    """Write the workbooks and name them."""
    if (unit is None) != (period is None):
        raise LinliError(
            "预填的报表要同时给出 --unit 和 --period；空白模板两者都不要。",
            "a prefilled workbook needs --unit and --period; a blank one neither",
            code="half_a_template",
        )
    if unit is not None and period is not None:
        _tell(write_unit_template(home(), unit, period, folder, datasets))
        return
    for written in write_blank_templates(folder, datasets):
        _tell(written)


def _tell(written: WrittenTemplate) -> None:
    say(str(written.path))
    for sheet in written.sheets:
        if sheet.form.due_on is not None:
            say(
                f"  {sheet.form.title}: 应报日 due {sheet.form.due_on}, 已预填 {sheet.prefilled} 行 rows prefilled"
                + (f", {sheet.tokens} 处用代号代替号码 tokens for numbers" if sheet.tokens else "")
            )
