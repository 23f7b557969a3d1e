"""What every page stands in: head with pickers, foot, links without a reload, new data without a restart, calm errors.

Belongs here: what is the same on all pages. Does not belong here: anything about indicators (app_pages, cards.py).
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import duckdb
import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboards import detail, i18n, installation, markup, messages, picker, queries, reading, theme
from dashboards.i18n import Translate
from dashboards.pages import PAGES, Page
from dashboards.state import View, language, read_view, told
from pipelines.errors import LinliError
from pipelines.product import format as fmt
from pipelines.product.status import Lang

log = logging.getLogger(__name__)
FRESH_EVERY_SECONDS = 20
WHILE_BUILDING_SECONDS = 4


@st.cache_resource(show_spinner=False)
def _bridge() -> Callable[..., Any]:
    """What runs in the reader's browser; links are real addresses, followed there over the open connection."""
    script = Path(__file__).with_name("bridge.js").read_text(encoding="utf-8")
    return st.components.v2.component("linli_links", js=script, isolate_styles=False)


@functools.cache
def _icon() -> str:
    return Path(__file__).with_name("linli.svg").read_text(encoding="utf-8")


def prepare(lang: Lang) -> Translate:
    """Set the page up; nothing of it is fetched from outside."""
    _forget_gone_widgets()
    tr = i18n.translator(lang)
    st.set_page_config(page_title=tr("brand.title"), page_icon=_icon(), layout="wide")
    st.html(theme.css(tr))
    return tr


def _forget_gone_widgets() -> None:
    """Let go of the boxes of earlier addresses, with the views they were made for.

    Streamlit forgets what a box that is gone held, but never the box; every unit and period here has boxes of its own.
    """
    if context := get_script_run_ctx():
        with context.session_state._lock:
            state = context.session_state._state
            boxes, names = state._new_widget_state, state._key_id_mapper
            held = boxes.states.keys() | state._old_state.keys()
            boxes.widget_metadata = {box: known for box, known in boxes.widget_metadata.items() if box in held}
            names.set_key_id_mapping({name: box for name, box in names._key_id_mapping.items() if box in held})


def follow(pages: Mapping[str, StreamlitPage]) -> None:
    """Go where the reader clicked, within the session."""
    lang = language()
    words = {"lang": "zh-CN" if lang == "zh" else "en", "words": theme.frame_words(lang), "paper": theme.PAPER_WIDTH}
    clicked = _bridge()(key="links", data=words, on_address_change=_noop, on_scheme_change=_noop)
    if clicked.address:
        address = urlsplit(str(clicked.address))
        page = pages.get(address.path.removeprefix("./"))
        if page is not None:
            st.switch_page(page, query_params=dict(parse_qsl(address.query)))


def _noop() -> None:
    """A trigger is only sent when somebody listens."""


def framed(page: Page) -> Callable[[Callable[[View], None]], Callable[[], None]]:
    """Make a page of a body: head and foot around it, and a designed message instead of any traceback."""

    def decorate(body: Callable[[View], None]) -> Callable[[], None]:
        @functools.wraps(body)
        def run() -> None:
            view: View | None = None
            try:
                view = read_view(page)
                _head(view)
                if line := messages.banner(view, installation.health()):
                    st.html(line)
                body(view)
                if view.detail:
                    detail.show(view)
                _foot(view)
            except LinliError as error:
                messages.show(language(), error, beneath=view is not None)
            except (duckdb.CatalogException, duckdb.BinderException):
                # Statements of pages are fixed: what they name and the file has not, it had no reason to have.
                log.exception("page %r reads what the file has not", page.module)
                messages.show(language(), told("other_program"), beneath=view is not None)
            except Exception:  # a reader never meets a traceback; the log has it
                log.exception("page %r failed", page.module)
                messages.show(language(), None, beneath=view is not None)
            _watch(WHILE_BUILDING_SECONDS if installation.health().state == "building" else FRESH_EVERY_SECONDS)

        return run

    return decorate


def unknown_page() -> None:
    """Stand where an address names no page."""
    messages.show(language(), told("unknown_page"))


def _head(view: View) -> None:
    """Brand, pages, language; below them where and when, on the pages that ask."""
    tr = view.tr
    links = "".join(
        markup.link(view.link(page), escape(tr(page.title)), "page here" if page is view.page else "page")
        for page in PAGES
    )
    other: Lang = "en" if view.lang == "zh" else "zh"
    with st.container(horizontal=True, key="head", vertical_alignment="center", gap="small"):
        demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if view.jurisdiction.is_demo else ""
        skip = f'<a class="skip" href="#" target="_self">{escape(tr("nav.skip"))}</a>'
        brand = f"{skip}<b>{escape(tr('brand.name'))}</b>{demo}"
        st.html(f'<div class="brand">{brand}<nav aria-label="{escape(tr("nav.label"))}">{links}</nav></div>')
        language = markup.link(view.link(lang=None if other == "zh" else "en"), tr("nav.other_language"), "language")
        st.html(f'<div class="tools">{_tools(view)}{language}</div>')
    with st.container(horizontal=True, key="scope", vertical_alignment="center", gap="small"):
        if view.page.picks_unit:
            picker.units(view)
        if view.page.picks_period:
            picker.periods(view)
            if tag := messages.incomplete(view):
                st.html(tag)


def _tools(view: View) -> str:
    """Two things the browser does (bridge.js): take this view's address along, print the page."""
    tr = view.tr
    copy = f'<a class="copy" role="button" href="{escape(view.link())}" data-done="{escape(tr("nav.copied"))}"'
    copy += f' aria-live="polite" title="{escape(tr("nav.copy_hint"))}">{escape(tr("nav.copy"))}</a>'
    return f'{copy}<a class="print" role="button" href="#">{escape(tr("nav.print"))}</a>'


def _foot(view: View) -> None:
    tr = view.tr
    run = queries.last_run()
    published = fmt.moment(run.iloc[0]["published_at"], view.lang) if len(run) else fmt.MISSING[view.lang]
    text = tr("foot.text", as_of=fmt.day(view.jurisdiction.as_of, view.lang), published=published)
    demo = markup.tag(tr("tag.demo"), tr("tag.demo_hint"), "demo") if view.jurisdiction.is_demo else ""
    st.html(f'<footer class="foot">{text} {demo}</footer>')


def _watch(every: float) -> None:
    """Look now and then whether another file was published or a run began or ended; if so, run the page again."""
    shown = _standing()

    @st.fragment(run_every=every)
    def look() -> None:
        if _standing() != shown:
            st.rerun(scope="app")

    look()


def _standing() -> tuple[str | None, str, str]:
    health = installation.health()
    stage = health.runs[0].stage if health.runs else ""
    try:
        return reading.published_version(), health.state, stage
    except LinliError:
        return None, health.state, stage
