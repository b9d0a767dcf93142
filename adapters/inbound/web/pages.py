import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler, route
from litestar.params import FromPath

from adapters.inbound.entity_tag import is_known
from adapters.inbound.web.security_headers import create_security_headers
from adapters.inbound.web.static_assets import StaticAsset, StaticAssets, etag_of, site_assets

_WEB = Path(__file__).parent
_READING = [HttpMethod.GET, HttpMethod.HEAD]
_ASK_EACH_TIME = "no-cache"
_KEEP_FOR_EVER = "public, max-age=31536000, immutable"

_PAGE_TYPE = "text/html"
_WIDGET = "widget/widget.js"


class SandboxUrlError(ValueError):
    """The sandbox's address is neither a path of this site nor an http(s) address."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"not an address of a sandbox: {url!r}")


def create_page_handlers(*, sandbox_url: str | None, hosts: Sequence[str] = ()) -> list[HTTPRouteHandler]:
    """Handlers of the chat page and its files, read from the disk once, here.

    `GET /` is the page, which nobody may frame; with `sandbox_url` it says that the answers are not a real model's
    and links there. `GET /embed` is the same page for a frame on one of `hosts` (origins) or on our own, and
    `GET /widget.js` the script which any page may load to put that frame on itself.
    `GET /static/{name}` and `GET /static/{version}/{name}` are its files: under the version of this build
    they may be kept for ever, otherwise they are asked for again each time. Both answer HEAD and
    `If-None-Match`.

    Raises SandboxUrlError when `sandbox_url` is not a path or an http(s) address, FrameAncestorError when one of
    `hosts` is no origin.
    """
    assets = site_assets()
    headers = create_security_headers()
    framed = create_security_headers(frame_ancestors=["'self'", *hosts])
    page = _render_page(assets, sandbox_url)
    embedded_page = _render_page(assets, sandbox_url, hosts)
    widget = assets.files[_WIDGET]

    @route("/", http_method=_READING, include_in_schema=False, sync_to_thread=False)
    def chat_page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _respond(request, page, {**headers, "Cache-Control": _ASK_EACH_TIME})

    @route("/embed", http_method=_READING, include_in_schema=False, sync_to_thread=False)
    def embedded_chat_page(request: Request[Any, Any, Any]) -> Response[bytes]:
        return _respond(request, embedded_page, {**framed, "Cache-Control": _ASK_EACH_TIME})

    @route("/widget.js", http_method=_READING, include_in_schema=False, sync_to_thread=False)
    def widget_script(request: Request[Any, Any, Any]) -> Response[bytes]:
        extra = {"Cache-Control": _ASK_EACH_TIME, "Cross-Origin-Resource-Policy": "cross-origin"}
        return _respond(request, widget, {**headers, **extra})

    return [chat_page, embedded_chat_page, widget_script, _create_static_handler(assets, headers)]


def _create_static_handler(assets: StaticAssets, headers: Mapping[str, str]) -> HTTPRouteHandler:
    @route("/static/{path:path}", http_method=_READING, include_in_schema=False, sync_to_thread=False)
    def static_file(request: Request[Any, Any, Any], path: FromPath[Path]) -> Response[bytes]:
        version, _, rest = path.as_posix().lstrip("/").partition("/")
        kept = version == assets.version
        # A page that another build has rendered gets this build's file, but may not keep it.
        asset = assets.files.get(rest) or assets.files.get(path.as_posix().lstrip("/"))
        if asset is None:
            return Response(b"", status_code=404, headers=headers, media_type="text/plain")
        caching = _KEEP_FOR_EVER if kept else _ASK_EACH_TIME
        extra = {"Cache-Control": caching, "Cross-Origin-Resource-Policy": "same-origin"}
        return _respond(request, asset, {**headers, **extra})

    return static_file


def _respond(request: Request[Any, Any, Any], asset: StaticAsset, headers: Mapping[str, str]) -> Response[bytes]:
    headers = {**headers, "ETag": asset.etag}
    if is_known(request.headers.get("If-None-Match", ""), asset.etag):
        return Response(b"", status_code=304, headers=headers, media_type=asset.content_type)
    return Response(asset.body, status_code=200, headers=headers, media_type=asset.content_type)


def _render_page(assets: StaticAssets, sandbox_url: str | None, hosts: Sequence[str] | None = None) -> StaticAsset:
    """The page; with `hosts`, even none, the one for frames."""
    base = f"/static/{assets.version}"
    body = (
        _template("chat.html")
        .substitute(
            assets=base,
            attributes="" if hosts is None else f' data-mode="embed" data-hosts="{html.escape(" ".join(hosts))}"',
            preloads="\n    ".join(
                f'<link rel="modulepreload" href="{base}/{name}">' for name in assets.modules("chat/")
            ),
            sandbox_notice="" if sandbox_url is None else _render_sandbox_notice(sandbox_url),
        )
        .encode()
    )
    return StaticAsset(body=body, content_type=_PAGE_TYPE, etag=etag_of(body))


def _render_sandbox_notice(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} and not url.startswith("/"):
        raise SandboxUrlError(url)
    return _template("sandbox_notice.html").substitute(url=html.escape(url, quote=True))


def _template(name: str) -> Template:
    return Template((_WEB / "templates" / name).read_text(encoding="utf-8"))
