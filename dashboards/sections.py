"""The sections of the indicator page: heading with clauses, trend, units in bands; each chart with its table twin.

Belongs here: putting query, chart and words together. Does not belong here: shapes (charts.py), SQL, the page's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from dashboards import bands, charts, clauses, lacking, markup, matrix, queries
from dashboards.standing import (
    Meaning,
    Standing,
    change_text,
    coverage_text,
    from_frame,
    gap_text,
    target_text,
    value_text,
)
from dashboards.state import View
from dashboards.theme import COLOURS, LINE
from pipelines.product import format as fmt
from pipelines.product.explain import Explanation

BAND_COLOURS = {
    bands.LEAD: COLOURS["good"],
    bands.FINE: "#7fa8b5",
    bands.HELP: COLOURS["warn"],
    bands.SMALL: LINE,
    bands.NONE: LINE,
}


def heading(view: View, standing: Standing, meaning: Meaning, story: Explanation) -> None:
    """Value, meaning and clauses side by side."""
    tr, lang = view.tr, view.lang
    status = standing.shown_status()
    mark = markup.pill(status, lang) if standing.is_lit or standing.value is None else ""
    demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if standing.basis.startswith("demo") else ""
    share = fmt.out_of(standing.numerator, standing.denominator, lang) if standing.denominator is not None else ""
    sides = [side.measure.name(lang) for side in (story.numerator, story.denominator) if side]
    definition = story.indicator.definition_zh if lang == "zh" else story.indicator.definition_en
    target = target_text(standing, meaning, lang)
    pairs = [
        (tr("indicator.definition"), escape(definition)),
        (tr("indicator.formula"), escape(" ÷ ".join(sides))),
        (tr("indicator.change"), escape(change_text(standing, meaning, tr, lang))),
        (tr("indicator.coverage"), escape(coverage_text(standing, tr))),
    ]
    if target:
        pairs.insert(2, (tr("clause.target"), escape(" · ".join(filter(None, (target, gap_text(standing, tr, lang)))))))
    value = markup.figure(value_text(standing, meaning, lang))
    over = f"{view.unit_name(view.unit.unit_id, view.unit.full_name)} · {standing.period(lang)}"
    judged = clauses.blocks(view, story, incomplete=standing.is_incomplete)
    judged += lacking.block(view, story.lacks)
    st.html(
        f'<div class="pair"><section class="panel"><p class="over">{escape(over)}</p>'
        f"<h1>{escape(meaning.name(lang))}</h1>"
        f'<p class="value">{value}<span class="share">{share}</span>{mark}{demo}</p>{markup.facts(pairs)}</section>'
        f"{markup.panel(tr('detail.clauses'), judged)}</div>"
    )


def trend(view: View, standing: Standing, meaning: Meaning) -> None:
    """Every period so far against the path to the target."""
    tr, lang = view.tr, view.lang
    found = queries.series(view.unit.unit_id, [standing.indicator_id], max(view.until, standing.period_end))
    found = found[found["period_type"] == standing.period_type].reset_index(drop=True)
    first = found["value"].first_valid_index()
    if first is None:
        return
    found = found.loc[first:].reset_index(drop=True)
    unit, decimals = meaning.unit_of_measure, meaning.precision
    texts = [fmt.figure(value, unit, lang, decimals) for value in found["value"]]
    shares = [
        fmt.out_of(n, d, lang) if d is not None else ""
        for n, d in zip(found["numerator"], found["denominator"], strict=True)
    ]
    names = found["label_zh" if lang == "zh" else "label_en"]
    points = found.assign(
        text=texts, label=names, hover=[f"{a}<br>{b} {c}" for a, b, c in zip(names, texts, shares, strict=True)]
    )
    aim, path = None, pd.DataFrame({"period_end": [], "path_target": []})
    if standing.target is not None and standing.clause_id and standing.is_comparable:
        aim = charts.Aim(
            standing.target,
            tr("chart.target", target=target_text(standing, meaning, lang)),
            standing.deadline,
            tr("chart.deadline", day=fmt.day(standing.deadline, lang)) if standing.deadline else "",
        )
        path = queries.paths(view.unit.unit_id, standing.clause_id, view.until)
        path = path[path["period_end"] >= found["period_end"].iloc[0]]
    known = [value for value in found["value"] if value is not None]
    title = tr("trend.title_one", count=len(found))
    if len(known) > 1:
        title = tr(
            "trend.title",
            first=names.iloc[0],
            last=names.iloc[-1],
            before=texts[0],
            after=texts[-1],
            change=fmt.difference(known[-1] - known[0], unit, lang),
        )
    with st.container(key="panel_trend"):
        st.html(f'<h2>{escape(title)}</h2><p class="note">{escape(tr("trend.note"))}</p>')
        st.plotly_chart(charts.trend(points, path, aim), config=charts.CONFIG, theme=None, key="trend")
        heads = [tr("trend.head_period"), tr("trend.head_value"), tr("trend.head_share"), tr("trend.head_coverage")]
        shown = [fmt.percent(share * 100, 0) if share is not None else "" for share in found["coverage"]]
        rows = list(zip(names, texts, shares, shown, strict=True))[::-1]
        _twin(view, heads, rows, title, "trend")


def units(view: View, standing: Standing, meaning: Meaning) -> None:
    """The units below (or beside) in bands, by what each is short of in natural units."""
    tr, lang = view.tr, view.lang
    others, are_below = matrix.peers(view)
    cell = (standing.indicator_id, standing.period_type, standing.period_start)
    found = from_frame(queries.compared(others["unit_id"].tolist(), [cell]))
    if not found:
        return
    names = dict(zip(others["unit_id"], others["name"], strict=True))
    told = bands.band(found, meaning.direction)
    by_gap = any(one.gap for one in found if one.is_comparable)
    order = {name: place for place, name in enumerate((bands.HELP, bands.FINE, bands.LEAD, bands.SMALL, bands.NONE))}
    found.sort(
        key=lambda one: (order[told[one.unit_id]], -(one.gap or 0) if by_gap else -(one.value or 0), one.unit_id)
    )
    rows, bars = [], []
    for one in found:
        value = value_text(one, meaning, lang)
        share = fmt.out_of(one.numerator, one.denominator, lang) if one.denominator is not None else ""
        gap = gap_text(one, tr, lang)
        size = max(one.gap or 0.0, 0.0) if by_gap else one.value or 0.0
        word = tr(f"band.{told[one.unit_id]}")
        name = names[one.unit_id]
        text = " · ".join(filter(None, (gap if by_gap else "", value)))
        bars.append(
            {
                "name": name,
                "size": size,
                "band": told[one.unit_id],
                "text": text,
                "hover": f"{name} · {word}<br>{value} {share}<br>{gap}",
            }
        )
        rows.append((name, word, value, share, gap))
    counts = {name: sum(told[one.unit_id] == name for one in found) for name in bands.BANDS}
    title = tr("units.title" if are_below else "units.title_beside", **counts)
    with st.container(key="panel_units"):
        legend = "".join(
            f'<li><i style="background:{BAND_COLOURS[name]}"></i>{escape(tr(f"band.{name}"))} {counts[name]}</li>'
            for name in bands.BANDS
            if counts[name]
        )
        note = tr("units.note_gap" if by_gap else "units.note_value")
        st.html(f'<h2>{escape(title)}</h2><p class="note">{escape(note)}</p><ul class="legend">{legend}</ul>')
        st.plotly_chart(
            charts.unit_bars(pd.DataFrame(bars), BAND_COLOURS), config=charts.CONFIG, theme=None, key="units"
        )
        heads = [tr(f"units.head_{name}") for name in ("unit", "band", "value", "share", "gap")]
        _twin(view, heads, rows, title, "units")


def _twin(view: View, heads: list[str], rows: Sequence[Sequence[str]], title: str, key: str) -> None:
    """A chart's table, folded, and its csv."""
    drawn = [[escape(str(cell)) for cell in row] for row in rows]
    table = markup.table(heads, drawn, title, numeric=range(1, len(heads)))
    st.html(f"<details><summary>{escape(view.tr('chart.table'))}</summary>{table}</details>")
    data = pd.DataFrame(rows, columns=pd.Index(heads)).to_csv(index=False).encode("utf-8-sig")
    name = f"{view.unit.code}_{view.period.label}_{key}.csv"
    st.download_button(view.tr("chart.download"), data, name, "text/csv", key=f"csv:{key}", on_click="ignore")
