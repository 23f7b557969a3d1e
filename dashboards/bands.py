"""Units in bands among their peers, never ranked one by one: 领先, 达标, 需帮扶, 样本少, 无数据.

Belongs here: the rule. Does not belong here: drawing (charts/), words (locales).
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from dashboards.standing import Standing

LEAD, FINE, HELP, COUNTED, SMALL, NONE = BANDS = ("lead", "fine", "help", "counted", "small", "none")
# Below this many counted, one person more or less moves the share too far to say anything of the unit.
SMALL_DENOMINATOR = 5


def band(standings: Sequence[Standing], direction: str) -> dict[str, str]:
    """Tell each unit's band.

    Against a clause: lead = at the target, fine = at the path towards it (where there is one), help = short of that.
    Without one: the best and the last quarter of the peers; none where neither side is the better one.
    """
    sign = -1.0 if direction == "down" else 1.0
    bands: dict[str, str] = {}
    counted: list[Standing] = []
    for found in standings:
        if found.value is None:
            bands[found.unit_id] = NONE
        elif found.denominator is not None and found.denominator < SMALL_DENOMINATOR:
            bands[found.unit_id] = SMALL
        else:
            counted.append(found)
    values = [sign * (found.value or 0.0) for found in counted]
    quarters = statistics.quantiles(values, n=4) if len(values) > 1 else [0.0, 0.0, 0.0]
    for found, value in zip(counted, values, strict=True):
        if found.gap is not None and found.is_comparable:
            at_path = found.path_target is not None and value >= sign * found.path_target
            bands[found.unit_id] = LEAD if found.gap <= 0 else FINE if at_path else HELP
        elif direction == "none":
            bands[found.unit_id] = COUNTED
        elif len(values) < 4:
            bands[found.unit_id] = FINE
        else:
            bands[found.unit_id] = LEAD if value >= quarters[2] else HELP if value <= quarters[0] else FINE
    return bands
