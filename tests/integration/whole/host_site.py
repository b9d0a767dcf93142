"""Somebody else's site, which has put the widget on its page and whose styles spoil whatever they reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.integration.services.ports import HOST

PAGE = """<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8">
    <title>Мастерская</title>
    <link rel="icon" href="data:,">
    <style>
      * {{ color: red !important; font: 40px cursive !important; }}
      button, div, iframe, svg, otklik-widget, otklik-widget * {{ opacity: 0 !important; }}
      otklik-widget {{ position: static !important; visibility: hidden !important; color: red; }}
    </style>
  </head>
  <body>
    <main>
      <h1>Мастерская</h1>
      <a href="#works">Работы</a>
    </main>
    {tags}
  </body>
</html>
"""


class HostSite:
    """Its pages: ``/`` carries the widget, ``/frame?…`` frames an address of the chat's server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.chat = ""

    @property
    def url(self) -> str:
        """Another site than the chat's in every respect: ``localhost`` is not ``127.0.0.1``."""
        return f"http://localhost:{self.port}"

    @property
    def stranger(self) -> str:
        """The same pages by an origin that nobody has allowed."""
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str) -> str:
        if path.startswith("/frame"):
            return PAGE.format(tags=f'<iframe src="{self.chat}{path.removeprefix("/frame")}"></iframe>')
        tag = f'<script src="{self.chat}/widget.js" data-lang="ru" data-title="Мастерская «Глина»" async></script>'
        return PAGE.format(tags=tag)


@contextmanager
def serving(site: HostSite) -> Iterator[HostSite]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.page(self.path).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            # As strict as a host may be: only what the widget needs is allowed beside the page's own styles.
            policy = f"default-src 'none'; script-src {site.chat}; frame-src {site.chat}; style-src 'unsafe-inline'"
            self.send_header("Content-Security-Policy", f"{policy}; img-src data:")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, site.port), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
