"""The pages there are, in the order of the navigation: the one list that navigation, links and tests go by.

Belongs here: a page's address and what its head offers to pick. Does not belong here: what a page shows (app_pages).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its module in app_pages, its address, the pickers its head carries, the parameters only it has."""

    module: str
    address: str
    picks_unit: bool = True
    picks_period: bool = True
    own: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Key of its name in the catalogues."""
        return f"nav.{self.module}"


OVERVIEW = Page("overview", "")
UNIT = Page("unit", "unit")
INDICATOR = Page("indicator", "indicator")
CLAUSES = Page("clauses", "clauses", own=("policy", "clause", "status", "part"))
SCORECARDS = Page("scorecards", "scorecards", own=("card",))
WORKLIST = Page("worklist", "worklist", picks_period=False, own=("state", "body", "policy", "follow"))
DELIVERIES = Page("deliveries", "deliveries", own=("delivery",))
ANALYSIS = Page("analysis", "analysis", picks_unit=False, picks_period=False, own=("sql", "table"))
OPERATIONS = Page("operations", "operations", picks_unit=False, picks_period=False)

PAGES = (OVERVIEW, UNIT, INDICATOR, CLAUSES, SCORECARDS, WORKLIST, DELIVERIES, ANALYSIS, OPERATIONS)
