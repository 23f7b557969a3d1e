"""What stands in place of a page that cannot be shown, and the line above one that is not up to date.

Belongs here: what happened, what to do, where to go, for every state. Does not belong here: when (shell.py).
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboards import decided, i18n, installation, markup, operating
from dashboards.i18n import Translate
from dashboards.pages import DELIVERIES, OPERATIONS, OVERVIEW, PAGES, Page
from dashboards.queries import operations as queries
from dashboards.state import View
from pipelines.errors import LinliError
from pipelines.product import format as fmt
from pipelines.product.health import Health
from pipelines.product.status import Lang

UNPUBLISHED = "no_published_file"
# A sign and its colour, by the beginning of an error's code; everything else is told as a failure.
UNCLEAR = ("?", "quiet")
SIGNS = {"unknown": UNCLEAR, "ambiguous": UNCLEAR, "bad": UNCLEAR, "no": ("–", "quiet"), "other": ("!", "warn")}
RIGHT = {"no_right": ("⊘", "warn")}
STAGES = ("ingest", "build", "publish")
STATE_SIGNS = {
    "empty": ("–", "quiet"),
    "waiting": ("…", "quiet"),
    "building": ("…", "quiet"),
    "failed": ("✕", "bad"),
    "other_program": ("!", "warn"),
    "decided": ("…", "quiet"),
}
LONGEST_REASON = 160


def show(lang: Lang, error: LinliError | None, *, beneath: bool = False) -> None:
    """Say what happened and what to do, in the reader's language; beneath a page's head, or in place of all of it."""
    tr = i18n.translator(lang)
    if error and error.code == UNPUBLISHED:
        st.html(_unpublished(tr, lang, installation.health()))
        return
    code = error.code if error else "query_failed"
    known = f"error.{code}" in i18n.catalogue(lang)
    title = tr(f"error.{code}" if known else "error.other")
    text = tr("error.query_failed_text") if error is None else error.zh if lang == "zh" else error.en
    links = _go(lang, OVERVIEW, tr("error.home"), "button page")
    if code in ("query_failed", "unreadable_published_file", "other_program", "empty_file", "no_period"):
        links += _go(lang, OPERATIONS, tr("operating.open"), "page more")
    sign, colour = RIGHT.get(code) or SIGNS.get(code.split("_")[0], ("!", "bad"))
    brand = "" if beneath else _brand(tr, lang)
    st.html(_message(brand, (sign, colour), title, f"<p>{escape(text)}</p>{links}"))


def banner(view: View, health: Health) -> str:
    """One calm line where the figures are older than what is there, with when, why and where to look."""
    state: str = health.state
    if state == "fresh" and installation.is_of_another_program():
        state = "other_program"
    changed = decided.count() if state == "fresh" else 0
    state = "decided" if changed else state
    if state in ("fresh", "empty") or (view.page is OPERATIONS and state == health.state):
        return ""
    tr, lang = view.tr, view.lang
    run = health.runs[0] if health.runs else None
    why = operating.why(tr, lang, run) if run and state == "failed" else ""
    text = tr(
        f"banner.{state}",
        at=fmt.moment(run.at, lang) if run else "",
        stage=tr(f"operating.stage_{run.stage}") if run else "",
        waiting=len(health.waiting),
        decided=changed,
        published=fmt.moment(health.published_at, lang),
    )
    short = why if len(why) <= LONGEST_REASON else f"{why[:LONGEST_REASON]}…"
    more = markup.link(view.link(OPERATIONS), escape(tr("operating.open")), "page more")
    reason = f'<span title="{escape(why)}">{escape(short)}</span>' if why else ""
    return f'<div class="banner {STATE_SIGNS[state][1]}" role="status"><b>{escape(text)}</b>{reason}{more}</div>'


def incomplete(view: View) -> str:
    """A tag where something that was due within the period from the unit, or one below it, has not come."""
    found = queries.lacking(view.unit.unit_id, view.period.start, view.period.end).iloc[0]
    if not found["missing"] or view.page is DELIVERIES:
        return ""
    text = view.tr("banner.incomplete", missing=found["missing"], due=found["due"])
    return markup.link(
        view.link(DELIVERIES),
        f'<i aria-hidden="true">!</i>{escape(text)}',
        "pill warn",
        view.tr("banner.incomplete_hint"),
    )


def _unpublished(tr: Translate, lang: Lang, health: Health) -> str:
    """Nothing is published yet: nothing has come, files wait, a run goes on, or one has failed."""
    state = health.state
    run = health.runs[0] if health.runs else None
    at = fmt.moment(run.began_at, lang) if run else ""
    text = f"<p>{markup.coded(tr(f'start.{state}_text', waiting=len(health.waiting), at=at))}</p>"
    if state == "building" and run:
        text += _progress(tr, run.stage)
    elif state == "failed" and run:
        text += f"<pre>{escape(operating.why(tr, lang, run))}</pre>"
    steps = "".join(f"<li>{markup.coded(step)}</li>" for step in tr(f"start.{state}_steps").splitlines())
    again = f'<p class="note">{escape(tr("start.watching"))}</p>'
    body = f'{text}<ol class="steps">{steps}</ol>{again}'
    over = f'<p class="over">{escape(tr(f"error.{UNPUBLISHED}"))}</p>'
    message = _message(_brand(tr, lang), STATE_SIGNS[state], tr(f"start.{state}"), body, over)
    listed = operating.runs(tr, lang, health.runs) if health.runs and state != "building" else ""
    return f'{message}<div class="beneath">{listed}</div>' if listed else message


def _progress(tr: Translate, stage: str) -> str:
    place = STAGES.index(stage) if stage in STAGES else 0
    kinds = ["done"] * place + ["now"] + [""] * len(STAGES)
    signs = {"done": "✓ ", "now": "… ", "": ""}
    items = "".join(
        f'<li class="{kind}">{signs[kind]}{escape(tr(f"operating.stage_{name}"))}</li>'
        for name, kind in zip(STAGES, kinds, strict=False)
    )
    return f'<ul class="progress">{items}</ul>'


def _brand(tr: Translate, lang: Lang) -> str:
    other = _go("en" if lang == "zh" else "zh", None, tr("nav.other_language"), "language")
    return f'<div class="brand"><b>{escape(tr("brand.name"))}</b>{other}</div>'


def _message(brand: str, sign: tuple[str, str], title: str, body: str, over: str = "") -> str:
    icon = f'<i class="sign {sign[1]}" aria-hidden="true">{sign[0]}</i>'
    return f'<section class="message" role="alert">{brand}{icon}{over}<h1>{escape(title)}</h1>{body}</section>'


def _go(lang: Lang, page: Page | None, text: str, kind: str) -> str:
    """A link that needs no data to be made; without a page, to the same address in another language."""
    kept = {} if page else {key: value for key, value in st.query_params.items() if key != "lang"}
    address = page.address if page else _here()
    query = urlencode(kept | ({"lang": "en"} if lang == "en" else {}), safe="~")
    return markup.link(f"./{address}?{query}", escape(text), kind)


def _here() -> str:
    asked = st.context.url or ""
    last = asked.split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return last if last in {page.address for page in PAGES} else ""
