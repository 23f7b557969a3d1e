"""`linli history`: what every delivery said of a row, the latest first.

Belongs here: finding the row and showing it. Does not belong here: what counts (core.dq_value_history).
"""

from __future__ import annotations

from pipelines.commands.console import print_table
from pipelines.errors import LinliError
from pipelines.product.published import open_published
from pipelines.settings import home

_VERSIONS = """
    select row_key, column_name, value, state, cast(received_at as varchar), delivery_id, sheet, row_number
    from core.dq_value_history
    where dataset = ? and not exists (
        select 1 from unnest(?::varchar[]) as wanted(part)
        where not regexp_matches(row_key, '(^|[|:])' || regexp_escape(part) || '($|[|])')
    )
    order by row_key, column_name, received_at desc, delivery_id desc, sheet, row_number
"""


def history(dataset: str, key: list[str]) -> None:
    """Show the versions of every row whose key has all these parts: a unit's code, a day, a number."""
    with open_published(home().published) as connection:
        rows = connection.execute(_VERSIONS, [dataset, key]).fetchall()
    if not rows:
        raise LinliError(
            f"“{dataset}”中没有键含 {'、'.join(key)} 且有过不同版本的行：它只报过一次，或键值写法不同。",
            f"no row of {dataset} whose key has {', '.join(key)} ever had another version: it came once, or its key is "
            "written otherwise.",
            "no_history",
        )
    print_table(
        ["键 key", "列 column", "值 value", "状态 state", "收到 received", "报送 delivery", "工作表 sheet", "行 row"],
        [["" if cell is None else str(cell) for cell in row] for row in rows],
    )
