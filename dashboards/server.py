"""The web server in front of the pages: `streamlit run dashboards/server.py`.

Belongs here: what a browser gets before the first page runs: language, title, where the server is, packed scripts.
Does not belong here: pages and navigation (app.py, which this serves).
"""

from __future__ import annotations

import gc
import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from dashboards import i18n
from dashboards.pages import PAGES

# Without the address, a browser that opens a deep link first asks for the server below the page's own path, in vain.
_FRONT = (
    '<script>window.__streamlit={{BACKEND_BASE_URL:new URL("{base}",location.origin).href}}</script>'
    "<title>{title}</title>"
)
# Streamlit's own typeface, which no page uses: the machine's fonts are taken.
_TYPEFACE = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
_PACKED_KINDS = (b"text/javascript", b"application/javascript", b"text/css", b"image/svg+xml", b"application/json")


def front(page: str, base: str) -> str:
    """Put language, title and the server's address into the one HTML page that Streamlit serves."""
    tr = i18n.translator(i18n.DEFAULT)
    page = _TYPEFACE.sub("", page)
    page = page.replace('<html lang="en">', '<html lang="zh-CN">', 1)
    page = page.replace("<title>Streamlit</title>", _FRONT.format(base=base, title=tr("brand.title")), 1)
    start, end = page.find("<noscript>"), page.find("</noscript>")
    return page if start < 0 or end < 0 else f"{page[:start]}<noscript>{tr('brand.noscript')}{page[end:]}"


class Front:
    """Rewrites the HTML page on its way out and packs scripts and styles; everything else passes untouched.

    Streamlit sends its scripts as they are, 10 MB at a first visit. Their names carry their checksum and browsers keep
    them for a year, so each is packed once, when it is first asked for, and kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        packs = b"gzip" in asked.get(b"accept-encoding", b"")
        if packs and (known := self._packed.get(scope["path"])):
            await known(scope, receive, send)
            return
        # What is rewritten or packed here must come as it is.
        if b"text/html" in asked.get(b"accept", b"") or "/static/" in scope["path"]:
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"range")]
        held = await _held(self.app, scope, receive, send, packs)
        if held is None:
            return
        headers, body = held
        if headers[b"content-type"].startswith(b"text/html"):
            base = f"{str(scope.get('root_path', '')).rstrip('/')}/"
            answer = _answer(headers, front(body.decode("utf-8"), base).encode("utf-8"), packs)
        else:
            answer = await run_in_threadpool(_answer, headers, body, True)
            self._packed[scope["path"]] = answer
        await answer(scope, receive, send)


async def _held(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, packs: bool
) -> tuple[dict[bytes, bytes], bytes] | None:
    """Run the app and hold back the answers that are changed on their way out; others go straight to the browser."""
    headers: dict[bytes, bytes] | None = None
    body = bytearray()

    async def hear(message: Message) -> None:
        nonlocal headers
        if message["type"] == "http.response.start" and message["status"] == 200:
            found = dict(message["headers"])
            kind = found.get(b"content-type", b"")
            lasting = b"immutable" in found.get(b"cache-control", b"")
            if kind.startswith(b"text/html") or (packs and lasting and kind.startswith(_PACKED_KINDS)):
                headers = found
        if headers is None:
            await send(message)
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, hear)
    return None if headers is None else (headers, bytes(body))


def _answer(headers: dict[bytes, bytes], body: bytes, packs: bool) -> Response:
    kept = {
        name.decode(): value.decode()
        for name, value in headers.items()
        if name not in (b"content-length", b"etag", b"last-modified", b"accept-ranges")
    }
    if packs:
        kept |= {"content-encoding": "gzip", "vary": "accept-encoding"}
        body = gzip.compress(body, 6, mtime=0)
    return Response(body, headers=kept)


@asynccontextmanager
async def ready(_app: App) -> AsyncIterator[None]:
    """Load what the pages are made of before the first reader comes, who would wait for it.

    What is loaded then stays until the end: searching it for garbage again and again would hold every reader up.
    """
    for page in PAGES:
        await run_in_threadpool(import_module, f"dashboards.app_pages.{page.module}")
    gc.collect()
    gc.freeze()
    yield


app = App(Path(__file__).with_name("app.py"), middleware=[Middleware(Front)], lifespan=ready)
