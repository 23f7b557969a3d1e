"""What units lack, by name: things a composition lists, figures below a clause's target.

Belongs here: drawing that list. Does not belong here: finding it (pipelines.product.unit_counts).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from dashboards import markup
from dashboards.state import View
from pipelines.product.unit_counts import Lack


def block(view: View, lacks: Sequence[Lack]) -> str:
    """One row a unit, what it lacks beside it; nothing where nothing is lacking."""
    if not lacks:
        return ""
    by_unit: dict[str, list[str]] = defaultdict(list)
    for lack in lacks:
        by_unit[lack.unit_name].append(lack.what(view.lang))
    rows = [[escape(unit), escape(view.tr("lacking.joint").join(items))] for unit, items in by_unit.items()]
    title = view.tr("lacking.title", count=len(by_unit))
    heads = [view.tr("lacking.head_unit"), view.tr("lacking.head_what")]
    return f'<h3 class="part">{escape(title)}</h3>{markup.table(heads, rows, title)}'
