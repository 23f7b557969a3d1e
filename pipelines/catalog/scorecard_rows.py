"""The rows of the reference tables about scorecards.

Belongs here: one function a table. Does not belong here: loading and checking (scorecards.py), other tables (rows.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pipelines.catalog.scorecards import Item, Part, Scorecard

Row = dict[str, Any]


def scorecard_rows(cards: Iterable[Scorecard]) -> dict[str, list[Row]]:
    """Return the rows of the four tables."""
    listed = list(cards)
    items = [
        (position, card, part, item)
        for card in listed
        for position, (part, item) in enumerate(((part, item) for part in card.parts for item in part.items), start=1)
    ]
    return {
        "scorecard": [_card(card) for card in listed],
        "scorecard_item": [_item(*placed) for placed in items],
        "scorecard_step": [
            {"scorecard_id": card.id, "indicator_id": item.indicator, "from_value": step.value, "share": step.share}
            for _, card, _, item in items
            for step in item.steps
        ],
        "scorecard_band": [row for card in listed for row in _bands(card)],
    }


def _card(card: Scorecard) -> Row:
    return {
        "scorecard_id": card.id,
        "name_zh": card.name.zh,
        "name_en": card.name.en,
        "reading_zh": card.reading.zh,
        "reading_en": card.reading.en,
        "policy_id": card.policy,
        "period_type": card.period_type,
        "unit_types": ",".join(card.unit_types),
        "scored_at_least": card.scored_at_least,
    }


def _item(position: int, card: Scorecard, part: Part, item: Item) -> Row:
    return {
        "scorecard_id": card.id,
        "position": position,
        "part_id": part.id,
        "part_zh": part.name.zh,
        "part_en": part.name.en,
        "indicator_id": item.indicator,
        "rule": item.rule,
        "weight": item.weight,
        "clause_id": item.clause,
        "full_at": item.full_at,
        "zero_at": item.zero_at,
    }


def _bands(card: Scorecard) -> Iterator[Row]:
    below: float | None = None
    for band in card.bands:
        yield {
            "scorecard_id": card.id,
            "at_least": band.at_least,
            "below": below,
            "name_zh": band.name.zh,
            "name_en": band.name.en,
        }
        below = band.at_least
