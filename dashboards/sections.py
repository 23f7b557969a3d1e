"""The sections of the indicator page: heading with clauses, trend, units in bands.

Belongs here: putting query, picture and words together. Does not belong here: shapes (charts/), SQL, the page's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from dashboards import bands, clauses, lacking, markup, matrix, queries
from dashboards.charts import bars, shown
from dashboards.charts import trend as over_time
from dashboards.standing import (
    Meaning,
    Standing,
    beside,
    change_text,
    coverage_text,
    gap_text,
    share_text,
    target_text,
    value_text,
)
from dashboards.state import View
from pipelines.product import format as fmt
from pipelines.product.explain import Explanation
from pipelines.product.judged import Judgement


def heading(view: View, standing: Standing, meaning: Meaning, story: Explanation) -> None:
    """Value and meaning."""
    tr, lang = view.tr, view.lang
    status = standing.shown_status()
    mark = markup.pill(status, lang) if standing.is_lit or standing.value is None else ""
    demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if standing.basis.startswith("demo") else ""
    share = share_text(standing, lang)
    sides = [side.measure.name(lang) for side in (story.numerator, story.denominator) if side]
    definition = story.indicator.definition_zh if lang == "zh" else story.indicator.definition_en
    pairs = [
        (tr("indicator.definition"), escape(definition)),
        (tr("indicator.formula"), escape(" ÷ ".join(sides))),
        (tr("indicator.coverage"), escape(coverage_text(standing, tr))),
    ]
    value = markup.figure(value_text(standing, meaning, lang))
    over = f"{view.trail()} · {standing.period(lang)}"
    st.html(
        f'<section class="panel"><p class="over">{escape(over)}</p>'
        f"<h1>{escape(meaning.name(lang))}</h1>"
        f'<p class="value">{value}<span class="share">{share}</span>{mark}{demo}</p>'
        f'<p class="finding">{escape(_finding(view, standing, meaning))}</p>{markup.facts(pairs)}</section>'
    )


def judged(view: View, standing: Standing, story: Explanation) -> None:
    """The clauses, and what each unit has not got."""
    text = clauses.blocks(view, story, incomplete=standing.is_incomplete) + lacking.block(view, story.lacks)
    st.html(markup.panel(view.tr("detail.clauses"), text))


def _finding(view: View, standing: Standing, meaning: Meaning) -> str:
    """How far from the target and by when, what moved on last year, who must act."""
    tr, lang = view.tr, view.lang
    parts = [tr("card.no_target")]
    if target := target_text(standing, meaning, lang):
        by = tr("card.by", day=fmt.day(standing.deadline, lang)) if standing.adopted and standing.deadline else ""
        aim = " · ".join(filter(None, (tr("card.target", target=target), by)))
        gap = gap_text(standing, tr, lang)
        parts = [tr("indicator.against", aim=aim, gap=gap) if gap else aim]
    parts.append(change_text(standing, meaning, tr, lang))
    if standing.is_lit and standing.gap and standing.gap > 0:
        parts.append(tr("matter.body", body=standing.body(lang) or tr("matter.no_body")))
    return tr("unit.list_join").join(parts)


def trend(view: View, standing: Standing, meaning: Meaning, judgements: Sequence[Judgement]) -> None:
    """Every period so far against the path to the target, and on to the day it is reached at the recent pace."""
    found = queries.series(view.unit.unit_id, [standing.indicator_id], max(view.until, standing.period_end))
    found = found[found["period_type"] == standing.period_type].reset_index(drop=True)
    first = found["value"].first_valid_index()
    if first is None:
        return
    found = found.loc[first:].reset_index(drop=True)
    points = found.assign(label=found["label_zh" if view.lang == "zh" else "label_en"])
    aim, path = None, pd.DataFrame({"period_end": [], "path_target": []})
    if standing.target is not None and standing.clause_id and standing.is_comparable:
        judged = next((one for one in judgements if one.clause_id == standing.clause_id), None)
        days = (judged.projected_on, judged.projected_low_on, judged.projected_high_on) if judged else ()
        aim = over_time.Aim(standing.target, target_text(standing, meaning, view.lang), standing.deadline, *days)
        path = queries.paths(view.unit.unit_id, standing.clause_id, view.until)
        path = path[path["period_end"] >= found["period_end"].iloc[0]]
    pen = shown.pen(view)
    drawn = over_time.picture(points, path, aim, pen, unit=meaning.unit_of_measure, decimals=meaning.precision)
    shown.panel(view, drawn, "trend")


def units(view: View, standing: Standing, meaning: Meaning) -> int:
    """The units below (or beside) in bands, by what each is short of in natural units; gives how many there are."""
    tr, lang = view.tr, view.lang
    others, are_below = matrix.peers(view)
    known = beside(standing.indicator_id, standing.period_type, standing.period_start)
    found = [known[unit_id] for unit_id in others["unit_id"] if unit_id in known]
    if not found:
        return 0
    names = dict(zip(others["unit_id"], others["name"], strict=True))
    codes = dict(zip(others["unit_id"], others["code"], strict=True))
    told = bands.band(found, meaning.direction)
    short = [one for one in found if one.gap and one.is_comparable]
    frame = pd.DataFrame(
        {
            "unit_id": [one.unit_id for one in found],
            "name": [names[one.unit_id] for one in found],
            "link": [view.link(unit=codes[one.unit_id], detail=None) for one in found],
            "band": [told[one.unit_id] for one in found],
            "value": np.array([one.value for one in found], dtype=float),
            "gap": np.array([one.gap for one in found], dtype=float),
            "value_text": [value_text(one, meaning, lang) for one in found],
            "share": [share_text(one, lang) for one in found],
            "gap_text": [gap_text(one, tr, lang) for one in found],
        }
    )
    gap_unit = short[0].gap_unit if short else None
    shown.panel(view, bars.picture(frame, shown.pen(view), gap_unit=gap_unit, are_below=are_below), "units")
    return len(found)
