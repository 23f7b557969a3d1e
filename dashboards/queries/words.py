"""The words for figures: how their period is called, what the clause beside them says, looked up once a version."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.reading import frame as _read
from dashboards.reading import lasting

_PERIOD = ("label", "label_zh", "label_en")
_CLAUSE = (
    *("policy_title", "policy_title_en", "article", "comparator", "target_high", "deadline"),
    *("responsible_body", "responsible_body_en", "policy_short_title", "policy_short_title_en"),
)


@lasting(1)
def _known() -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
    """The words for every period by its kind and start, and for every clause by its id."""
    periods = _read(f"select period_type, period_start, {', '.join(_PERIOD)} from marts.dim_period")
    clauses = _read(f"select clause_id, {', '.join(_CLAUSE)} from marts.dim_clause")
    return (
        {(row[0], row[1]): row[2:] for row in periods.to_numpy().tolist()},
        {row[0]: row[1:] for row in clauses.to_numpy().tolist()},
    )


def labelled(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures with the words for their period."""
    periods, _ = _known()
    words = [periods[key] for key in zip(figures["period_type"], figures["period_start"], strict=True)]
    return figures.assign(**{name: [said[place] for said in words] for place, name in enumerate(_PERIOD)})


def worded(figures: pd.DataFrame, *, short: bool = False) -> pd.DataFrame:
    """Figures with the words for their period and their clause; `short` titles of documents where there is no room.

    Joining so many columns to a few rows would take the database longer than it takes to find the rows.
    """
    periods, clauses = _known()
    names = figures.columns.tolist()
    kind, start, clause = (names.index(name) for name in ("period_type", "period_start", "clause_id"))
    said = _CLAUSE if short else _CLAUSE[:-2]
    unsaid: list[Any] = [None] * len(_CLAUSE)
    rows = [
        [*row, *periods[row[kind], row[start]], *clauses.get(row[clause], unsaid)[: len(said)]]
        for row in figures.to_numpy().tolist()
    ]
    return pd.DataFrame(rows, columns=pd.Index([*names, *_PERIOD, *said]), dtype=object)
