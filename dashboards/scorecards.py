"""One unit's scorecard: score and band, each part, each item with its rule, its figure, what it lost and why.

Belongs here: wording and drawing one card. Does not belong here: scoring (the marts), its peers (scorecard_board.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Literal

import pandas as pd

from dashboards import bands, markup, scorecard_rules
from dashboards.charts.base import records
from dashboards.i18n import Translate
from dashboards.queries import scorecards as asked
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.status import Lang, Status

EXAMPLE = "seeds/scorecards/cppcc_2013_communities.yml"
Row = dict[str, Any]
# A band's icon and colour by its place on the card: first, last, between, none.
_SHOWN: dict[str, tuple[str, Literal["good", "quiet", "warn"]]] = {
    bands.LEAD: ("✓", "good"),
    bands.FINE: ("•", "quiet"),
    bands.HELP: ("!", "warn"),
    bands.NONE: ("–", "quiet"),
}


@dataclass(frozen=True)
class Card:
    """A card, its bands from the highest down, and whether the unit's own documents ask for it."""

    scorecard_id: str
    name: str
    reading: str
    policy: str
    adopted: bool
    is_own: bool
    unit_types: tuple[str, ...]
    scored_at_least: float
    bands: tuple[Row, ...]

    def place(self, band: str | None) -> str:
        """Which of the shared bands one of the card's own stands for."""
        names = [row["name_zh"] for row in self.bands]
        if band not in names:
            return bands.NONE
        return {0: bands.LEAD, len(names) - 1: bands.HELP}.get(names.index(band), bands.FINE)

    def word(self, place: str, tr: Translate, lang: Lang) -> str:
        """A band's name on this card."""
        own = [row[f"name_{lang}"] for row in self.bands if self.place(row["name_zh"]) == place]
        return " / ".join(own) or tr("scorecards.unscored")

    def pill(self, band: str | None, tr: Translate, lang: Lang) -> str:
        """A band as icon, word and colour."""
        name = next((row[f"name_{lang}"] for row in self.bands if row["name_zh"] == band), tr("scorecards.unscored"))
        icon, colour = _SHOWN[self.place(band)]
        return markup.pill(Status(name, icon, name, name, colour, 0), lang)


def available(view: View) -> list[Card]:
    """The cards that score the open unit or units below it, those of its own documents first."""
    lang = view.lang
    return [
        Card(
            row["scorecard_id"],
            row[f"name_{lang}"],
            row["reading"] if lang == "zh" else row["reading_en"],
            (row["policy_title"] if lang == "zh" else row["policy_title_en"] or row["policy_title"]) or "",
            bool(row["adopted"]),
            bool(row["is_own"]),
            tuple(row["unit_types"].split(",")),
            row["scored_at_least"],
            tuple(records(asked.bands(row["scorecard_id"]))),
        )
        for row in records(asked.cards(view.unit.unit_id, view.until))
    ]


def tabs(view: View, cards: Sequence[Card], chosen: Card | None) -> str:
    """The cards to choose from; one of a document the unit does not follow says so."""
    tr = view.tr
    links = []
    for card in cards:
        mark = "" if card.adopted else markup.tag(tr("tag.benchmark"), "", "bench")
        href = view.link(card=card.scorecard_id, detail=None)
        hint = "" if card.adopted else tr("tag.benchmark_hint", policy=card.policy)
        links.append(markup.link(href, f"{escape(card.name)}{mark}", "tab here" if card is chosen else "tab", hint))
    return f'<nav class="tabs" aria-label="{escape(tr("scorecards.cards"))}">{"".join(links)}</nav>'


def empty(view: View, cards: Sequence[Card]) -> str:
    """No card of the unit's own: say so, what it may be held against, and how a card is declared."""
    tr = view.tr
    title = tr("scorecards.none" if cards else "scorecards.none_at_all", unit=view.unit_name())
    others = f"<p>{escape(tr('scorecards.others'))}</p>{tabs(view, cards, None)}" if cards else ""
    how = tr("scorecards.declare_text", example=f"<code>{EXAMPLE}</code>", command="<code>linli run</code>")
    declare = f"<h2>{escape(tr('scorecards.declare'))}</h2><p>{how}</p>"
    return (
        f'<section class="panel empty"><p class="over">{escape(view.unit_name())}</p><h1>{escape(title)}</h1>{others}'
        f"{declare}</section>"
    )


def own(view: View, card: Card, score: Row, before: float | None, items: pd.DataFrame) -> str:
    """The unit's score and band, what is behind it, part by part."""
    rows = records(items)
    listed = [row for row in rows if row["is_on_card"]]
    drawn = [_part(view, list(group), score) for _, group in groupby(rows, lambda row: row["part_id"])]
    return _heading(view, card, score, before, listed) + markup.panel(view.tr("scorecards.items"), "".join(drawn))


def _heading(view: View, card: Card, score: Row, before: float | None, items: Sequence[Row]) -> str:
    tr, lang = view.tr, view.lang
    period = score["label_zh" if lang == "zh" else "label_en"]
    facts = {"unit": view.unit_name(), "period": period}
    judged = [row for row in items if row["points"] is not None]
    weight = sum(row["weight"] for row in judged)
    worst = max(judged, key=lambda row: row["points_lost"] or 0, default=None)
    if score["score"] is None:
        text = tr("scorecards.no_score", **facts, weight=_points(weight), least=_points(card.scored_at_least))
    elif worst is None or not worst["points_lost"]:
        text = tr("scorecards.score_full", **facts, score=_points(score["score"]))
    else:
        text = tr(
            "scorecards.score",
            **facts,
            score=_points(score["score"]),
            band=score["band"] if lang == "zh" else score["band_en"],
            item=worst[f"name_{lang}"],
            lost=_points(worst["points_lost"]),
        )
    mark = (
        "" if card.adopted else markup.tag(tr("tag.benchmark"), tr("tag.benchmark_hint", policy=card.policy), "bench")
    )
    demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if score["basis"].startswith("demo") else ""
    value = markup.figure(fmt.figure(score["score"], fmt.POINTS, lang, 1)) if score["score"] is not None else ""
    reading = f"<details><summary>{escape(tr('scorecards.reading'))}</summary><p>{escape(card.reading)}</p></details>"
    over = " · ".join((view.trail(), period, card.name))
    return (
        f'<section class="panel"><p class="over">{escape(over)}</p><h1>{escape(text)}</h1>'
        f'<p class="value">{value}{card.pill(score["band"], tr, lang)}{mark}{demo}</p>'
        f"{markup.facts(_facts(view, card, score, before, items))}{reading}</section>"
    )


def _facts(view: View, card: Card, score: Row, before: float | None, items: Sequence[Row]) -> list[tuple[str, str]]:
    tr, lang = view.tr, view.lang
    whole = sum(row["weight"] for row in items)
    points = sum(row["points"] or 0 for row in items)
    missing = [row for row in items if row["points"] is None]
    lacking = sum(row["weight"] for row in missing)
    cut = tr("scorecards.join").join(
        tr("scorecards.band_from", score=fmt.rounded(row["at_least"], 1), band=row[f"name_{lang}"])
        for row in card.bands
        if row["at_least"]
    )
    last = card.bands[-1][f"name_{lang}"]
    pairs = [
        (tr("scorecards.bands"), f"{cut}{tr('scorecards.join')}{tr('scorecards.band_below', band=last)}"),
        (tr("scorecards.judged"), tr("scorecards.judged_of", weight=_points(whole - lacking), whole=_points(whole))),
    ]
    if score["score"] is not None and before is not None:
        pairs.append((tr("scorecards.change"), change(score["score"] - before, tr)))
    if missing and whole:
        low, high = 100 * points / whole, 100 * (points + lacking) / whole
        names = tr("scorecards.list_join").join(row[f"name_{lang}"] for row in missing)
        pairs.append((tr("scorecards.missing"), names))
        pairs.append((tr("scorecards.range"), tr("scorecards.range_of", low=_points(low), high=_points(high))))
    if score["is_vetoed"]:
        pairs.append((tr("scorecards.veto"), tr("scorecards.veto_fell", band=last)))
    return [(term, escape(text)) for term, text in pairs]


def change(by: float, tr: Translate) -> str:
    """How a score moved since the period before."""
    return f"{'↑' if by > 0 else '↓'} {_points(abs(by))}" if abs(by) >= 0.05 else tr("scorecards.same")


def _points(value: float) -> str:
    return fmt.rounded(value, 1)


def _part(view: View, rows: Sequence[Row], score: Row) -> str:
    """A section of the card as a table, an item a line."""
    tr, lang = view.tr, view.lang
    judged = [row for row in rows if row["points"] is not None]
    earned, weight = sum(row["points"] for row in judged), sum(row["weight"] for row in rows if row["is_on_card"])
    title = tr("scorecards.part", part=rows[0][f"part_{lang}"], points=_points(earned), weight=_points(weight))
    heads = [tr(f"scorecards.head_{name}") for name in ("item", "value", "points", "lost", "rule", "reason")]
    drawn = [_item(view, row, score) for row in rows]
    table = markup.table(heads, drawn, title, numeric=(1,), kind="card-items")
    return f'<h3 class="part">{escape(title)}</h3>{table}'


def _item(view: View, row: Row, score: Row) -> list[str]:
    tr, lang = view.tr, view.lang
    name = escape(row[f"name_{lang}"])
    rule = escape(scorecard_rules.rule(row, tr, lang))
    if not row["is_on_card"]:
        return [name, "", "", "", rule, escape(tr("scorecards.not_on_card"))]
    value = escape(fmt.figure_apart(row["value"], row["full_at"], row["unit_of_measure"], lang, row["precision"]))
    if row["denominator"] is not None and row["value"] is not None:
        value += f" <small>{fmt.out_of(row['numerator'], row['denominator'], lang)}</small>"
    opened = Detail(row["indicator_id"], view.unit.code, score["label"])
    cell = markup.link(view.link(detail=str(opened)), value, "cell", tr("card.open"))
    weight = _points(row["weight"])
    if row["points"] is None:
        why = tr(f"na.{row['na_reason'] or 'no_data'}")
        return [name, cell, f"– / {weight}", escape(tr("scorecards.not_judged")), rule, escape(why)]
    share = row["points"] / row["weight"] if row["weight"] else 1.0
    bar = f'<span class="points"><i style="width:{100 * share:.0f}%"></i></span>'
    lost = row["points_lost"] or 0
    shown = f'<b class="gap">−{_points(lost)}</b>' if lost >= 0.05 else escape(tr("scorecards.nothing_lost"))
    if row["is_vetoed"]:
        shown = markup.tag(tr("scorecards.veto"), "", "bad")
    return [
        name,
        cell,
        f"{_points(row['points'])} / {weight}{bar}",
        shown,
        rule,
        escape(scorecard_rules.reason(row, tr, lang)),
    ]
