"""What the server hands a browser before the first page: packed, kept for long, and the same bytes as unpacked."""

from __future__ import annotations

import gzip
import re
import urllib.request
from email.message import Message

import pytest

pytestmark = pytest.mark.browser
PACKED = {"Accept-Encoding": "gzip"}


def _get(address: str, headers: dict[str, str]) -> tuple[bytes, Message]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
        return answer.read(), answer.headers


def test_scripts_and_styles_come_packed_and_are_kept(dashboard: str) -> None:
    page, told = _get(dashboard, PACKED | {"Accept": "text/html"})
    assert told["Content-Encoding"] == "gzip"
    assert told["Cache-Control"] == "no-cache"
    html = gzip.decompress(page).decode()
    assert html == _get(dashboard, {"Accept": "text/html"})[0].decode()
    assert 'as="font"' not in html
    assets = re.findall(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"', html)
    assert len(assets) > 10
    for asset in assets:
        packed, told = _get(dashboard + asset, PACKED)
        assert told["Content-Encoding"] == "gzip", asset
        assert "immutable" in told["Cache-Control"], asset
        assert packed == _get(dashboard + asset, PACKED)[0]
        plain, told = _get(dashboard + asset, {})
        assert told["Content-Encoding"] is None
        assert gzip.decompress(packed) == plain, asset


def test_what_does_not_exist_is_not_kept_as_an_asset(dashboard: str) -> None:
    body, told = _get(dashboard + "static/js/nothing.js", PACKED)
    assert "immutable" not in told["Cache-Control"]
    assert b"<html" in gzip.decompress(body)
