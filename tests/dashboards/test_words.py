"""Every word a reader sees stands in both catalogues, and nowhere else."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from pathlib import Path

import pytest
import yaml

from dashboards.i18n import LOCALES, catalogue
from pipelines.settings import PROJECT_DIR

SOURCES = sorted((PROJECT_DIR / "dashboards").rglob("*.py"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Widgets whose first argument a reader sees.
LABELLED = {"button", "selectbox", "download_button", "tabs", "title", "header", "write", "markdown", "info", "error"}


def _strings(tree: ast.AST) -> list[ast.Constant]:
    """String constants that are not docstrings."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


def _asked() -> tuple[set[str], set[str]]:
    """Keys the pages ask for: whole ones, and the fixed beginnings of those put together."""
    whole: set[str] = set()
    begun: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    return whole, {text for text in begun if re.fullmatch(r"[a-z_]+\.[a-z_]*", text)}


def test_both_languages_have_the_same_keys_and_places() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()
    for key in zh:
        places = [{name for _, name, _, _ in string.Formatter().parse(text[key]) if name} for text in (zh, en)]
        assert places[0] == places[1], key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_key_is_declared_in_two_files(lang: str) -> None:
    declared = [
        (family, key)
        for path in (LOCALES / lang).glob("*.yml")
        for family, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        if isinstance(texts, dict)
        for key in texts
    ]
    assert not [key for key, times in Counter(declared).items() if times > 1]


def test_english_has_no_chinese_left() -> None:
    left = {key for key, text in catalogue("en").items() if CHINESE.search(text)}
    assert left == {"nav.other_language"}


def test_no_key_is_missing_or_unused() -> None:
    whole, begun = _asked()
    keys = set(catalogue("zh"))
    families = {key.split(".")[0] for key in keys}
    looks_like_one = re.compile(r"[a-z_]+\.[a-z_]*[a-z]")
    asked = {text for text in whole if looks_like_one.fullmatch(text) and text.split(".")[0] in families}
    asked -= {path.name for path in SOURCES}
    assert asked <= keys, asked - keys
    unused = {key for key in keys - whole if not any(key.startswith(text) for text in begun)}
    assert not unused


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_word_stands_in_the_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [text.value for text in _strings(tree) if CHINESE.search(str(text.value))]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LABELLED:
            literal = node.args and isinstance(node.args[0], ast.Constant)
            assert not literal or path.stem == "shell", ast.unparse(node)
