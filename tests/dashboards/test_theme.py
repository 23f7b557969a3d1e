"""Light and dark: every word can be read, and Streamlit's own settings say the same colours."""

from __future__ import annotations

import tomllib

import pytest

from dashboards.theme import DARK, LIGHT, Look
from pipelines.settings import PROJECT_DIR


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(look: Look) -> None:
    for name in ("ink", "muted", "brand", "good", "warn", "bad", "quiet"):
        word = getattr(look, name)
        behind = [look.paper, look.card, look.wash, getattr(look, f"{name}_tint", look.quiet_tint)]
        assert min(_contrast(word, ground) for ground in behind) >= 4.5, name
    assert _contrast(look.calm, look.card) >= 3
    assert _contrast(look.card, look.brand_deep) >= 4.5


@pytest.mark.parametrize(("name", "look"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_is_set_to_the_same_colours(name: str, look: Look) -> None:
    theme = tomllib.loads((PROJECT_DIR / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert "base" not in theme
    assert theme[name] == {
        "primaryColor": look.brand,
        "backgroundColor": look.paper,
        "secondaryBackgroundColor": look.card,
        "textColor": look.ink,
        "borderColor": look.line,
    }
