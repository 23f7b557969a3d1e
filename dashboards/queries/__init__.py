"""The only SQL of the pages: every statement they run, parameterised.

Belongs here: what a page reads from the published file. Does not belong here: holding the file open and keeping results
(reading.py), wording, layout, which rows a value was counted from (pipelines/product/explain.py).
"""

from dashboards.queries.around import network, reports_by_month
from dashboards.queries.clauses import (
    below,
    conflict_figures,
    conflicts,
    documents,
    held,
    printed_figures,
    spread,
)
from dashboards.queries.figures import beside, compared, paths, series, standings
from dashboards.queries.lists import Jurisdiction, indicators, jurisdictions, last_run, periods, units
from dashboards.queries.peers import middles, peers
from dashboards.queries.shortfalls import lights, matters

__all__ = [
    "Jurisdiction",
    "below",
    "beside",
    "compared",
    "conflict_figures",
    "conflicts",
    "documents",
    "held",
    "indicators",
    "jurisdictions",
    "last_run",
    "lights",
    "matters",
    "middles",
    "network",
    "paths",
    "peers",
    "periods",
    "printed_figures",
    "reports_by_month",
    "series",
    "spread",
    "standings",
    "units",
]
