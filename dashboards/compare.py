"""The sections of the indicator page that compare: what a change is made of, who stands out, where the unit lies.

Belongs here: putting query, picture and words together. Does not belong here: shapes (charts/), SQL, decomposition
(pipelines.product.change).
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from dashboards import queries, reading
from dashboards.bands import SMALL_DENOMINATOR
from dashboards.charts import distribution, funnel, shown, waterfall
from dashboards.standing import Meaning, Standing, coverage_text
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.change import Change
from pipelines.product.explain import Explanation

# With fewer peers neither quarters nor limits say anything.
LEAST_PEERS = 5
MOST_UNITS = 6


def change(view: View, standing: Standing, meaning: Meaning, story: Explanation) -> None:
    """Where the difference to the same period last year comes from."""
    if standing.value is None or standing.last_year is None or abs(standing.value - standing.last_year) < 1e-9:
        return
    found = reading.changed(standing.indicator_id, view.unit.code, standing.label, years=1)
    if found.figure.value is None:
        return
    parts = _parts(view, found, story)
    if not len(parts):
        return
    names = (found.period.name(view.lang), story.period.name(view.lang))
    unit, decimals = meaning.unit_of_measure, meaning.precision
    ends = (found.figure.value, standing.value)
    drawn = waterfall.picture(parts, *ends, names, shown.pen(view), unit=unit, decimals=decimals)
    shown.panel(view, drawn, "change", " ".join(filter(None, (_units(view, found, story), _basis(view, standing)))))


def _parts(view: View, found: Change, story: Explanation) -> pd.DataFrame:
    """Causes of a rate's change, units of a count's; what changed nothing is left out."""
    tr, lang = view.tr, view.lang
    if found.parts and story.denominator:
        sides = (story.numerator, story.denominator)
        above, below = (tr("waterfall.rises", measure=side.measure.name(lang)) for side in sides)
        causes = [(above, found.parts.numerator), (below, found.parts.denominator)]
        causes += [(tr(f"waterfall.{name}"), getattr(found.parts, name)) for name in ("mix", "boundary", "elsewhere")]
    elif story.denominator is None:
        causes = [(one.unit_name, (one.numerator or 0.0) * story.indicator.factor) for one in found.units]
        rest = causes[MOST_UNITS:]
        if len(rest) > 1:
            causes = [*causes[:MOST_UNITS], (tr("waterfall.others", count=len(rest)), sum(size for _, size in rest))]
        left = (story.figure.value or 0.0) - (found.figure.value or 0.0) - sum(size for _, size in causes)
        causes.append((tr("waterfall.elsewhere"), left))
    else:
        causes = []
    return pd.DataFrame(causes, columns=pd.Index(["label", "amount"]))


def _units(view: View, found: Change, story: Explanation) -> str:
    """The units whose numerator moved most, for a rate."""
    if story.denominator is None:
        return ""
    unit = story.numerator.measure.unit
    most = [f"{one.unit_name} {fmt.difference(one.numerator, unit, view.lang)}" for one in found.units if one.numerator]
    listed = view.tr("funnel.and").join(most[:3])
    return view.tr("compare.units", units=listed) if listed else ""


def peers(view: View, standing: Standing, meaning: Meaning, story: Explanation) -> None:
    """Who stands out beyond chance, and how the figures lie; both folded, as the bands come first."""
    level = _level(view)
    if level is None:
        return
    cell = (
        standing.indicator_id,
        view.jurisdiction.jurisdiction_id,
        level,
        standing.period_type,
        standing.period_start,
    )
    found = queries.peers(*cell)
    if len(found) < LEAST_PEERS:
        return
    within = (found["path"] + "/").str.contains(f"/{view.unit.unit_id}/", regex=False)
    found = found.assign(is_here=within & (not within.all()))
    few = found["denominator"].notna() & (found["denominator"].astype(float) < SMALL_DENOMINATOR)
    pen, basis, unit = shown.pen(view), _basis(view, standing), meaning.unit_of_measure
    limited = found[found["standing"].notna()]
    counted = story.denominator.measure if story.denominator else None
    if len(limited) >= LEAST_PEERS and counted and counted.unit in fmt.WHOLE:
        words = {"direction": meaning.direction, "size": counted.name(view.lang)}
        drawn = funnel.picture(limited, pen, unit=unit, decimals=meaning.precision, **words)
        shown.folded(view, drawn, "funnel", basis)
    if found["value"].nunique() > 1:
        drawn = distribution.picture(found.assign(is_small=few), pen, unit=unit, decimals=meaning.precision)
        shown.folded(view, drawn, "distribution", basis)


def _level(view: View) -> str | None:
    """The kind of unit to compare: the open unit's own where it has peers, else the most common below it."""
    known = queries.units(view.jurisdiction.jurisdiction_id)
    own = known.loc[known["unit_id"] == view.unit.unit_id, "unit_type"].iloc[0]
    if (known["unit_type"] == own).sum() >= LEAST_PEERS:
        return str(own)
    common = Counter(known["unit_type"]).most_common(1)[0]
    return str(common[0]) if common[1] >= LEAST_PEERS else None


def _basis(view: View, standing: Standing) -> str:
    return view.tr("compare.basis", period=standing.period(view.lang), coverage=coverage_text(standing, view.tr))
