"""A scorecard's rules in words: how points are earned, and why some were lost.

Belongs here: wording one item. Does not belong here: drawing (scorecards.py), scoring (the marts).
"""

from __future__ import annotations

from typing import Any

from dashboards.i18n import Translate
from pipelines.product import format as fmt
from pipelines.product.status import Lang


def rule(row: dict[str, Any], tr: Translate, lang: Lang) -> str:
    """An item's rule as a sentence."""
    unit = row["unit_of_measure"]

    def written(value: float) -> str:
        return fmt.exact(value, unit, lang)

    if row["rule"] == "steps":
        steps = [
            tr("rule.step", value=written(step["from"]), points=fmt.rounded(row["weight"] * step["share"], 1))
            for step in row["steps"]
        ]
        return tr("scorecards.join").join(steps)
    if row["full_at"] is None:
        return tr("rule.no_target")
    full = written(row["full_at"])
    if row["zero_at"] == 0:
        return tr("rule.from_nothing", full=full)
    key = f"rule.{row['rule']}" + ("_down" if row["direction"] == "down" else "")
    return tr(key, full=full, zero=written(row["zero_at"]) if row["zero_at"] is not None else "")


def reason(row: dict[str, Any], tr: Translate, lang: Lang) -> str:
    """Why points were lost; empty where none were."""
    if not row["is_vetoed"] and (row["points_lost"] or 0) < 0.05:
        return ""
    if row["full_at"] is None:
        return tr("reason.step", value=fmt.figure(row["value"], row["unit_of_measure"], lang, row["precision"]))
    away = fmt.difference(abs(row["full_at"] - row["value"]), row["unit_of_measure"], lang).lstrip("+")
    return tr("reason.over" if row["value"] > row["full_at"] else "reason.short", away=away)
