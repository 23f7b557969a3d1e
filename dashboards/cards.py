"""The cards of an overview: which indicators head it, and each as markup.

Belongs here: choosing and drawing cards. Does not belong here: phrases (standing.py), the page around them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from dashboards import markup, queries, theme
from dashboards.standing import Meaning, Standing, change_text, coverage_text, gap_text, target_text, value_text
from dashboards.state import Detail, View
from pipelines.product import format as fmt

# The four that head every overview, whichever unit is open; a unit's own headline indicators follow.
HEADS = ("certified_share", "meeting_attendance_rate", "household_visit_rate", "funding_spent_per_resident")
LEAST, MOST = 6, 8
# As many of its last periods a card draws.
LATEST = 12


def choose(standings: Sequence[Standing], meanings: Mapping[str, Meaning]) -> list[str]:
    """Name the indicators of the cards: the four heads, then headline ones the unit's own documents ask for."""
    by_id = {found.indicator_id: found for found in standings}
    told = [found for found in standings if found.adopted and (found.is_lit or found.value is not None)]
    own = [found for found in told if found.indicator_id not in HEADS]
    own.sort(
        key=lambda found: (
            not meanings[found.indicator_id].headline,
            not found.is_lit,
            not found.is_comparable,
            found.value is None,
        )
    )
    chosen = [head for head in HEADS if head in meanings]
    chosen += [found.indicator_id for found in own if meanings[found.indicator_id].headline]
    more = [found.indicator_id for found in own]
    more += [key for key, meaning in meanings.items() if meaning.headline and key in by_id]
    for key in more:
        if len(chosen) < LEAST and key not in chosen and by_id[key].value is not None:
            chosen.append(key)
    return chosen[:MOST]


def section(view: View, standings: Sequence[Standing], meanings: Mapping[str, Meaning], chosen: Sequence[str]) -> str:
    """The cards of some indicators, each with its last periods."""
    by_id = {found.indicator_id: found for found in standings}
    history = queries.series(view.unit.unit_id, list(chosen), view.until)
    lines = defaultdict(list)
    for *line, value in zip(history["indicator_id"], history["period_type"], history["value"], strict=True):
        lines[tuple(line)].append(value)
    drawn = []
    for indicator_id in chosen:
        found = by_id.get(indicator_id)
        line = lines[indicator_id, found.period_type][-LATEST:] if found else []
        drawn.append(card(view, meanings[indicator_id], found, line))
    width = "four" if len(drawn) > 6 else "three"
    label = escape(view.tr("overview.cards"))
    return f'<section class="cards {width}" aria-label="{label}">{"".join(drawn)}</section>'


def card(view: View, meaning: Meaning, standing: Standing | None, history: Sequence[float | None]) -> str:
    """One card: value and n/N, target and gap, change, coverage, as-of; the whole of it opens its clause and rows."""
    tr, lang = view.tr, view.lang
    name = f"<h2>{escape(meaning.name(lang))}</h2>"
    if standing is None:
        missing = f'<p class="value none">{fmt.MISSING[lang]}</p><p class="line">{escape(tr("card.never"))}</p>'
        return f'<article class="card quiet">{name}{missing}</article>'
    status = standing.shown_status()
    head = markup.pill(status, lang) if standing.adopted or standing.value is None else ""
    if not standing.adopted and standing.clause_id and standing.value is not None:
        head = markup.tag(tr("tag.benchmark"), tr("tag.benchmark_hint", policy=standing.policy(lang)), "bench")
    share = (
        f'<span class="share">{fmt.out_of(standing.numerator, standing.denominator, lang)}</span>'
        if standing.denominator is not None and standing.value is not None
        else ""
    )
    exact = escape(fmt.exact(standing.value, meaning.unit_of_measure, lang))
    value = f'<p class="value" title="{exact}">{markup.figure(value_text(standing, meaning, lang))}{share}</p>'
    label = tr("card.trend", indicator=meaning.name(lang))
    spark = markup.sparkline(history, standing.target if standing.is_comparable else None, label, theme.look())
    lines = [_target(view, meaning, standing), escape(change_text(standing, meaning, tr, lang))]
    body = "".join(f'<p class="line">{line}</p>' for line in lines if line)
    foot = f"{standing.period(lang)} · {coverage_text(standing, tr)}"
    demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if standing.basis.startswith("demo") else ""
    inner = (
        f'<header>{name}{head}</header><div class="figure">{value}{spark}</div>{body}'
        f"<footer>{escape(foot)}{demo}</footer>"
    )
    opened = Detail(standing.indicator_id, view.unit.code, standing.label)
    return markup.link(view.link(detail=str(opened)), inner, f"card {status.colour}", tr("card.open"))


def _target(view: View, meaning: Meaning, standing: Standing) -> str:
    tr, lang = view.tr, view.lang
    target = target_text(standing, meaning, lang)
    if not target:
        return escape(tr("card.no_target"))
    line = escape(tr("card.target", target=target))
    if standing.adopted and standing.deadline:
        line += f" · <span>{escape(tr('card.by', day=fmt.day(standing.deadline, lang)))}</span>"
    gap = gap_text(standing, tr, lang)
    line += f' <b class="gap">{escape(gap)}</b>' if gap else ""
    if standing.adopted:
        return line
    policy, title = tr("card.of_policy", policy=standing.cited(lang)), escape(standing.policy(lang))
    return f'{line}</p><p class="line clipped" title="{title}">{escape(policy)}'
