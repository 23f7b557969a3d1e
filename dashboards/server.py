"""The web server in front of the pages: `streamlit run dashboards/server.py`.

Belongs here: what a browser is told before the first page runs (language, title, where the server is).
Does not belong here: pages and navigation (app.py, which this serves).
"""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.starlette import App

from dashboards import i18n

# Without the address, a browser that opens a deep link first asks for the server below the page's own path, in vain.
_FRONT = (
    '<script>window.__streamlit={{BACKEND_BASE_URL:new URL("{base}",location.origin).href}}</script>'
    "<title>{title}</title>"
)


def front(page: str, base: str) -> str:
    """Put language, title and the server's address into the one HTML page that Streamlit serves."""
    tr = i18n.translator(i18n.DEFAULT)
    page = page.replace('<html lang="en">', '<html lang="zh-CN">', 1)
    page = page.replace("<title>Streamlit</title>", _FRONT.format(base=base, title=tr("brand.title")), 1)
    start, end = page.find("<noscript>"), page.find("</noscript>")
    return page if start < 0 or end < 0 else f"{page[:start]}<noscript>{tr('brand.noscript')}{page[end:]}"


class Front:
    """Rewrites the HTML page on its way out; everything else passes untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # The page is rewritten as text, so it must come uncompressed; it is 6 kB.
        if any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                if message["status"] == 200 and headers.get(b"content-type", b"").startswith(b"text/html"):
                    start = message
                    return
            elif message["type"] == "http.response.body" and start is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                base = f"{str(scope.get('root_path', '')).rstrip('/')}/"
                whole = front(body.decode("utf-8"), base).encode("utf-8")
                kept = [pair for pair in start["headers"] if pair[0] not in (b"content-length", b"etag")]
                await send({**start, "headers": [*kept, (b"content-length", str(len(whole)).encode())]})
                message = {"type": "http.response.body", "body": whole}
            await send(message)

        await self.app(scope, receive, rewrite)


app = App(Path(__file__).with_name("app.py"), middleware=[Middleware(Front)])
