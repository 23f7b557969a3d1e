"""How the pages look, light, dark and on paper: one set of colours and type for markup and charts.

Belongs here: the two looks, the style sheet (theme.css) filled with them. Does not belong here: markup (markup.py),
figures (charts/).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import streamlit as st

from dashboards.i18n import Translate, translator
from pipelines.product.status import Lang

# Fonts that stand on the machines people have; nothing is downloaded.
FONTS = (
    '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", '
    '"HarmonyOS Sans SC", "WenQuanYi Micro Hei", "Noto Sans SC", sans-serif'
)


# What fits between the margins of an A4 page, less a panel's own.
PAPER_WIDTH = 660
# Words Streamlit's own frame says in English, by their keys in the locales: named to screen readers or written.
FRAME = (
    "add_files", "choose_date", "choose_option", "clear_date", "clear_value", "close", "connecting", "connection_error",
    "dismiss", "drop_file", "file_upload", "open", "please_wait", "remove", "skip", "upload",
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """The colours of the pages; words in them are at least 4.5:1 on paper, card and their own tint.

    `calm` fills shapes that are neither good nor bad, `edge` and `hair` are lines stronger and weaker than `line`,
    `wash` is a card within a card, `brand_deep` a brand button under the pointer.
    """

    ink: str
    muted: str
    line: str
    edge: str
    hair: str
    paper: str
    card: str
    wash: str
    brand: str
    brand_tint: str
    brand_deep: str
    calm: str
    good: str
    warn: str
    bad: str
    quiet: str
    good_tint: str
    warn_tint: str
    bad_tint: str
    quiet_tint: str

    def status(self, colour: str) -> str:
        """The colour of a status's colour class."""
        return {"good": self.good, "warn": self.warn, "bad": self.bad}.get(colour, self.quiet)

    def tint(self, colour: str) -> str:
        """The background of a status's colour class."""
        return {"good": self.good_tint, "warn": self.warn_tint, "bad": self.bad_tint}.get(colour, self.quiet_tint)

    def variables(self) -> str:
        """The colours as variables of the style sheet."""
        return "".join(f"--{field.name.replace('_', '-')}:{getattr(self, field.name)};" for field in fields(self))


LIGHT = Look(
    ink="#17252f", muted="#566570", line="#e1e6e4", edge="#a9bcc3", hair="#eef1f0",
    paper="#f5f7f5", card="#ffffff", wash="#fbfcfb",
    brand="#1d5468", brand_tint="#e4eef1", brand_deep="#17465a", calm="#6b97a6",
    good="#17704f", warn="#835400", bad="#b4232f", quiet="#56646e",
    good_tint="#e3f3ec", warn_tint="#fbf0d9", bad_tint="#fbe7e7", quiet_tint="#edf0f1",
)  # fmt: skip
DARK = Look(
    ink="#e4ebee", muted="#a3b2ba", line="#2c3a43", edge="#557080", hair="#24313a",
    paper="#10171c", card="#182229", wash="#1d2930",
    brand="#82c4da", brand_tint="#1f3a47", brand_deep="#a3d6e7", calm="#4f8195",
    good="#63c79b", warn="#e2ad55", bad="#f48d93", quiet="#a9b6be",
    good_tint="#173529", warn_tint="#3a2d13", bad_tint="#47232a", quiet_tint="#27343c",
)  # fmt: skip


def look() -> Look:
    """The look of this reader: Streamlit's own setting, which follows the reader's system."""
    return DARK if st.context.theme.type == "dark" else LIGHT


# Streamlit's own English words are hidden by the style sheet; these stand in their place.
WORDS = {
    '[data-testid="stSelectboxVirtualDropdownEmpty"]::after': "picker.nothing",
    '[data-testid="stFileUploaderDropzoneInstructions"]::after': "upload.drop",
    '[data-testid="stFileUploader"]:has([data-testid="stFileChip"][aria-invalid])::after': "upload.too_large",
}


@cache
def _style_sheet() -> str:
    return Path(__file__).with_name("theme.css").read_text(encoding="utf-8")


class StyleSheet(str):
    """A style element that Streamlit takes as it is: it would look through all of it for what to indent less."""

    def _repr_html_(self) -> str:
        return self


def css(tr: Translate) -> StyleSheet:
    """Return the style element of every page; on paper it is always light."""
    # Figures drawn for the dark are turned over on paper, each hue kept.
    paper = (
        ":is(.js-plotly-plot,.plot img,.outlines img,.bars i){filter:invert(1) hue-rotate(180deg)}"
        if look() is DARK
        else ""
    )
    root = f":root{{--fonts:{FONTS};{look().variables()}}}@media print{{:root{{{LIGHT.variables()}}}{paper}}}"
    words = "".join(f'{place}{{content:"{tr(key)}"}}' for place, key in WORDS.items())
    return StyleSheet(f"<style>{root}{_style_sheet()}{words}</style>")


def frame_words(lang: Lang) -> dict[str, str]:
    """What Streamlit says in English and what the reader is told instead."""
    said, told = translator("en"), translator(lang)
    return {} if lang == "en" else {said(f"frame.{name}"): told(f"frame.{name}") for name in FRAME}
