"""The words of the pages, Chinese and English, from the files of locales/zh and locales/en.

Belongs here: looking a key up and filling it in. Does not belong here: any word a reader sees; words of figures and
statuses (pipelines/product).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

from pipelines.product.status import Lang

LOCALES = Path(__file__).parent / "locales"
DEFAULT: Lang = "zh"


class Translate(Protocol):
    """Fill the text of a key with values."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text in the reader's language."""
        ...


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """Read a language's texts, a file a part of the pages, nested keys joined by dots."""
    texts: dict[str, str] = {}

    def collect(node: dict[str, object], prefix: str) -> None:
        for key, value in node.items():
            if isinstance(value, dict):
                collect(value, f"{prefix}{key}.")
            else:
                texts[f"{prefix}{key}"] = str(value)

    for path in sorted((LOCALES / lang).glob("*.yml")):
        collect(yaml.safe_load(path.read_text(encoding="utf-8")), "")
    return texts


def translator(lang: Lang) -> Translate:
    """Return the function that speaks one language."""
    texts = catalogue(lang)

    def translate(key: str, /, **values: object) -> str:
        return texts[key].format(**values) if values else texts[key]

    return translate
