"""`linli confirm`: a header that no contract knows is read as a column from now on, because somebody said so.

Belongs here: saying it. Does not belong here: keeping it (intake/header_mappings.py), proposing it (near_misses.py).
"""

from __future__ import annotations

from pipelines.catalog.contracts import load_contracts
from pipelines.commands.console import print_table, say
from pipelines.commands.decide import user
from pipelines.intake import confirm_mapping
from pipelines.intake.header_mappings import in_force, load_mappings
from pipelines.settings import home


def confirm(dataset: str, header: str, column: str, who: str | None) -> None:
    """Keep what a header stands for."""
    kept = confirm_mapping(home(), dataset, header, column, who or user())
    say(
        f"已确认（{kept.who}）: {kept.dataset} 的“{kept.header}”当作 {kept.column}；被退回的文件请重新报送 / "
        f"confirmed: '{kept.header}' of {kept.dataset} is read as {kept.column}; send refused files again"
    )


def show_confirmed() -> None:
    """List every confirmation, and whether it counts."""
    mappings = load_mappings(home())
    counting = set(in_force(mappings, load_contracts()).values())
    print_table(
        ["数据集 dataset", "表头 header", "列 column", "确认人 who", "时间 when", "有效 counts"],
        [
            [one.dataset, one.header, one.column, one.who, one.when, "是 yes" if one in counting else "否 no"]
            for one in mappings
        ],
    )
