from collections.abc import Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import TypeAlias

from litestar import Request, get
from litestar.datastructures import State
from litestar.params import FromQuery
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, ControllerRouterHandler

from adapters.sandbox.asgi import Reply
from adapters.sandbox.dependency import SandboxDependency
from adapters.sandbox.page_texts import TEXTS, choose_language

HttpRequest: TypeAlias = Request[None, None, State]

_HERE = Path(__file__).parent
_TEMPLATE = Template((_HERE / "templates" / "index.html").read_text(encoding="utf-8"))
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@get("/")
async def show_page(request: HttpRequest, sandbox: SandboxDependency, lang: FromQuery[str | None] = None) -> ASGIApp:
    language = choose_language(lang, request.headers.get("accept-language", ""))
    page = render_page(language, sandbox.config.site_url)
    return Reply(page.encode(), content_type="text/html; charset=utf-8", headers=_HEADERS)


def render_page(language: str, site_url: str | None) -> str:
    values = {name: escape(text) for name, text in TEXTS[language].items()}
    link = values["site_chat"]
    chat = f'<a id="site-chat" href="{escape(site_url)}">{link}</a>' if site_url else ""
    return _TEMPLATE.substitute(values, language=language, site_link=chat)


def page_handlers() -> Sequence[ControllerRouterHandler]:
    static = create_static_files_router(
        path="/static", directories=[_HERE / "static"], include_in_schema=False, cache_control=None
    )
    return [show_page, static]
