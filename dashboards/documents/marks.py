"""How a clause's state, threshold, figure and gap are written: the small marks every part of the page shares.

Belongs here: markup of one fact about a clause. Does not belong here: tables and panels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from dashboards import markup
from dashboards.documents.records import OUTCOMES, Document, Requirement, compared, unit_status
from dashboards.pages import CLAUSES
from dashboards.standing import Meaning, Standing, gap_text, value_text
from dashboards.state import Detail, View
from pipelines.product import format as fmt
from pipelines.product.status import STATUSES

ORDER = ("missed", "behind", "on_track", "met", *OUTCOMES, "monitored", "no_data", "not_applicable", "expired")


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], caption: str, kind: str = "", numeric: Iterable[int] = ()
) -> str:
    """A table whose cells hold several lines, which stay together on a phone."""
    wrapped = [[f"<div>{cell}</div>" for cell in row] for row in rows]
    return markup.table(heads, wrapped, caption, numeric, f"clauses {kind}".strip())


def under(text: str) -> str:
    """A cell's second line in smaller print."""
    return f'<span class="under">{escape(text)}</span>'


def clause_link(view: View, clause_id: str, text: str, unit: str | None = None) -> str:
    """Link to a clause's own view, the open unit's unless told otherwise."""
    address = view.link(CLAUSES, clause=clause_id, policy=None, status=None, part=None, unit=unit or view.unit.code)
    return markup.link(address, escape(text), "page name")


def source(view: View, document: Document, article: str) -> str:
    """Cite a clause: document and article."""
    return view.tr("clause.source", policy=document.short(view.lang), article=article)


def mark(view: View, state: str) -> str:
    """A status as a pill; how a document compares that is not followed, as a quiet tag."""
    if state in STATUSES:
        return markup.pill(STATUSES[state], view.lang)
    return markup.tag(view.tr(f"outcome.{state}"), "", "bench")


def state_mark(view: View, one: Requirement) -> str:
    """A clause's state: its light where its document is followed, else the tag 对标 and how it compares."""
    if one.document.is_followed:
        return mark(view, one.status.name)
    tr = view.tr
    word = STATUSES[one.outcome].word(view.lang) if one.outcome in STATUSES else tr(f"outcome.{one.outcome}")
    return f"{markup.tag(tr('tag.benchmark'), '', 'bench')} {escape(word)}"


def unit_state(found: Standing, *, is_over: bool) -> str:
    """How one of several units stands: its status where it follows the document, else how it compares with it."""
    return unit_status(found, is_over).name if found.adopted else compared(found)


def tally(view: View, counts: Mapping[str, int], label: str) -> str:
    """How many stand at each state, under a label."""
    listed = "".join(f"<li>{mark(view, name)}<b>{counts[name]}</b></li>" for name in ORDER if counts.get(name))
    head = f"<span>{escape(label)}</span>" if label else ""
    return f'<div class="tally">{head}<ul class="lights">{listed}</ul></div>' if listed else ""


def threshold(view: View, one: Requirement, meaning: Meaning) -> str:
    """What a clause asks for, in figures, as the document has it."""
    tr, lang = view.tr, view.lang
    unit = one.unit or meaning.unit_of_measure
    sign = fmt.COMPARATORS.get(one.comparator or "", "")
    if one.norm_zh:
        norm = tr("held.norm", measure=one.norm_zh if lang == "zh" else one.norm_en)
        asked = one.standing.target if one.standing else None
        return norm if asked is None else f"{sign} {fmt.exact(asked, unit, lang)} · {norm}"
    if one.target_benchmark:
        base = tr(f"benchmark.{one.target_benchmark}")
        return f"{sign} " + tr("held.multiple", factor=fmt.rounded(one.target_factor or 1, 2), base=base)
    if one.target_low is not None and one.target_high is not None and one.target_low != one.target_high:
        return f"{fmt.rounded(one.target_low, 2)} – {fmt.exact(one.target_high, unit, lang)}"
    asked = one.target_high if one.target_low is None else one.target_low
    return tr("held.no_threshold") if asked is None else f"{sign} {fmt.exact(asked, unit, lang)}".strip()


def origin(view: View, one: Requirement) -> str:
    """Whether the document prints the threshold or its reader implied it."""
    if one.threshold_origin is None:
        return ""
    key = f"origin.{one.threshold_origin}"
    return markup.tag(view.tr(key), view.tr(f"origin_hint.{one.threshold_origin}"))


def figure(view: View, found: Standing | None, meaning: Meaning, unit: str) -> str:
    """A figure with n/N that opens its clause and its rows."""
    lang = view.lang
    if found is None:
        return f'<span class="quiet">{escape(view.tr("held.not_computed"))}</span>'
    share = fmt.out_of(found.numerator, found.denominator, lang) if found.denominator is not None else ""
    small = f" <small>{share}</small>" if share and found.value is not None else ""
    opened = Detail(found.indicator_id, unit, found.label)
    inner = f"{escape(value_text(found, meaning, lang))}{small}"
    return markup.link(view.link(detail=str(opened)), inner, "cell", found.period(lang))


def gaps(view: View, found: Standing | None) -> str:
    """The gap in natural units; below it what the units below lack together, where that is more."""
    tr, lang = view.tr, view.lang
    if found is None:
        return ""
    text = escape(gap_text(found, tr, lang))
    more = found.structural_gap or 0
    if found.gap_unit and found.value is not None and more > max(found.gap or 0, 0):
        below = tr("held.structural", gap=fmt.gap(more, found.gap_unit, lang))
        text += under(below)
    return text
