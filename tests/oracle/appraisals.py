"""Yearly appraisals of cadres and bodies, and surveys of security, belonging and pride.

Belongs here: what the year's list of appraisals says, on the year's last day. Does not belong here: pay by result.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from counts import Flow
from facts import Amount, Contributions, Facts, Written, one
from records import Row

SENTIMENTS = {"security", "belonging", "pride"}
BODIES = {"government", "resident_unit"}
STAFF = {"cadre", "worker"}
BY_REPRESENTATIVES = one(subject="cadre", appraiser="representatives")
SENTIMENT = one(subject=SENTIMENTS)

AMOUNTS: dict[str, Amount] = {
    "cadres_due_appraisal": one(subject="cadre"),
    "cadres_appraised": one(subject="cadre", appraiser="representatives", held_on=None),
    "appraisal_weight_points": lambda row: (row["weight"] or 0) * 100 * BY_REPRESENTATIVES(row),
    "appraisals_weighted": one(subject="cadre", appraiser="representatives", weight=None),
    "cadre_points": lambda row: _points(row) * BY_REPRESENTATIVES(row),
    "cadre_answers": lambda row: _answers(row) * BY_REPRESENTATIVES(row),
    "bodies_due_appraisal": one(subject=BODIES),
    "bodies_appraised": one(subject=BODIES, appraiser={"residents", "representatives"}, held_on=None),
    "workers_removed": one(subject=STAFF, outcome="removed"),
    "workers_admitted": one(subject=STAFF, outcome="joined_party"),
    "sentiment_points": lambda row: _points(row) * SENTIMENT(row),
    "sentiment_scores": lambda row: _answers(row) * SENTIMENT(row),
}


def written(facts: Facts) -> Written:
    """The measures of this theme."""
    return {
        **{name: _yearly(facts, amount) for name, amount in AMOUNTS.items()},
        "sentiment_points_compared": lambda: _compared(facts, lambda row, _: _points(row)),
        "sentiment_points_before": lambda: _compared(facts, lambda row, before: before * _answers(row)),
    }


def _answers(row: Row) -> int:
    """How many people gave the score, none where there is no score."""
    return 0 if row["score"] is None else row["respondents"] or 0


def _points(row: Row) -> Decimal:
    return (row["score"] or Decimal(0)) * (row["respondents"] or 0)


def _yearly(facts: Facts, amount: Amount) -> Callable[[], Contributions]:
    return lambda: (Flow(row["unit"], dt.date(row["year"], 12, 31), amount(row)) for row in facts.rows("appraisals"))


def _compared(facts: Facts, amount: Callable[[Row, Decimal], Any]) -> Contributions:
    """Surveys that asked the same of the same people the year before, with what it then scored."""
    surveys = [row for row in facts.rows("appraisals") if SENTIMENT(row) and _answers(row)]
    scores = {(row["unit"], row["year"], row["subject"], row["appraiser"]): row["score"] for row in surveys}
    for row in surveys:
        before = scores.get((row["unit"], row["year"] - 1, row["subject"], row["appraiser"]))
        if before is not None:
            yield Flow(row["unit"], dt.date(row["year"], 12, 31), amount(row, before))
