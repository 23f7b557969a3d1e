"""The way from a number on a page to the statement that gives it, and what tables and columns are called in Chinese.

Belongs here: the SQL fold, the dictionary of descriptions. Does not belong here: SQL (queries), running it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

import yaml

from dashboards import markup
from dashboards.pages import ANALYSIS
from dashboards.queries import analysis
from dashboards.state import View
from pipelines.product.resolve import Period, Unit
from pipelines.product.status import Lang

_NAME = re.compile(r"(?<![&\w])[A-Za-z_][\w.]+(?!;)")
DICTIONARY = Path(__file__).parent / "locales" / "schema.zh.yml"


def fold(view: View, indicator_id: str, unit: Unit, period: Period, precision: int) -> str:
    """A folded statement that gives this very number, with the way to the analysis page."""
    tr = view.tr
    sql = analysis.reproduced(indicator_id, unit.unit_id, period.label, precision, view.lang)
    opened = markup.link(view.link(ANALYSIS, sql=sql, indicator=None), escape(tr("analysis.open")), "button page")
    summary = escape(tr("analysis.fold"))
    return f'<details class="sql"><summary>{summary}</summary><pre tabindex="0">{escape(sql)}</pre>{opened}</details>'


@cache
def _dictionary() -> dict[str, str]:
    texts: dict[str, str] = yaml.safe_load(DICTIONARY.read_text(encoding="utf-8"))
    return texts


def described(comment: str | None, lang: Lang) -> str:
    """A description as it stands in the file, as markup; in Chinese where the dictionary has it, with names as code."""
    if lang == "zh" and comment in _dictionary():
        return _NAME.sub(lambda name: f"<code>{name[0]}</code>", escape(_dictionary()[comment], quote=False))
    return escape(comment or "")
