"""
The console of the owner and the operators: server-rendered pages, small scripts, live over a socket.

To add a page:

1. a function ``async def show(visit: Visit) -> Shown`` that asks a use case and fills a template,
2. the template, ``templates/NAME.html``: HTML with ``$names``; each is escaped, and what is no value is a word,
3. a ``Section`` (``pages.py``) with its name, which is in ``layout.ORDER`` and in ``words.FRAME``, its path, page and
   words, given to ``create_console`` in ``configuration/console.py``.

A form posts to an ``Action``, which does one thing and names the page to show next. What the core refuses (NotFound,
InvalidTransition) becomes a page that says so. A page with a ``mark`` is live. Nobody but an operator reaches any of
these functions: the frame has looked before.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from adapters.inbound.console.access import comes_from_us, language_of, own_path, token_of
from adapters.inbound.console.layout import Layout
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit, digest_of
from adapters.inbound.console.problems import problem_of, problem_page
from adapters.inbound.console.proof import Proof, proof_page
from adapters.inbound.console.words import FRAME, Pair, Words
from adapters.inbound.web.security_headers import create_security_headers
from application.chat.visitor import Visitor
from domain.errors import NotFoundError, OtklikError

MOST_FORM_BYTES: Final = 262_144
SIGN_IN: Final = "/console/sign-in"
NOWHERE: Final = "/console/{nowhere:path}"
"""Where there is nothing: a stranger cannot tell it from where there is something."""
HEADERS: Final = create_security_headers() | {"Cache-Control": "no-store"}

Recognise = Callable[[str | None], Awaitable[Visitor | None]]
AnyRequest = Request[Any, Any, Any]


class Frame:
    """Guards every page, gives it its surroundings, and says in words what went wrong."""

    def __init__(self, *, recognise: Recognise, proof: Proof, layout: Layout) -> None:
        self._recognise = recognise
        self._proof = proof
        self.layout = layout
        self._pairs: Mapping[str, Pair] = FRAME
        for section in layout.sections:
            self._pairs = {**self._pairs, **section.words}

    def handlers(self) -> list[HTTPRouteHandler]:
        """Raises nothing; two pages on one path are Litestar's to refuse."""
        found: list[HTTPRouteHandler] = []
        for section in self.layout.sections:
            found += [self._page(page) for page in section.pages]
            found += [self._action(action, section) for action in section.actions]
        return [*found, self._page(Page(path=NOWHERE, section="", show=_nothing_here))]

    def words(self, connection: Any) -> Words:
        return Words(language_of(connection), self._pairs)

    async def visit(self, connection: Any, form: Mapping[str, str] | None = None) -> Visit | None:
        """None for whoever is no operator. Raises StorageUnavailableError."""
        operator = await self._recognise(token_of(connection))
        if operator is None:
            return None
        return Visit(
            operator=operator,
            words=self.words(connection),
            path=connection.path_params,
            query=dict(connection.query_params),
            form=form or {},
        )

    def problem(self, request: AnyRequest, error: OtklikError) -> Response[bytes]:
        words = self.words(request)
        status, title, body = problem_of(error, words)
        return html_response(self.layout.bare(words, title, body), status=status)

    def _page(self, page: Page) -> HTTPRouteHandler:
        @get(page.path, include_in_schema=False)
        async def show(request: AnyRequest) -> Response[Any]:
            return await self._answer(request, page)

        return show

    async def _answer(self, request: AnyRequest, page: Page) -> Response[Any]:
        try:
            visit = await self.visit(request)
            if visit is None:
                return to_sign_in(request)
            # Before the page itself: what changes in between is fetched once too often, and never missed.
            mark = None if page.mark is None else digest_of(await page.mark(visit))
            shown = await page.show(visit)
        except OtklikError as error:
            return self.problem(request, error)
        here = path_of(request)
        return html_response(self.layout.page(visit, shown, section=page.section, mark=mark, here=here))

    def _action(self, action: Action, section: Section) -> HTTPRouteHandler:
        @post(action.path, include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
        async def act(request: AnyRequest) -> Response[Any]:
            return await self._do(request, action, section)

        return act

    async def _do(self, request: AnyRequest, action: Action, section: Section) -> Response[Any]:
        if not comes_from_us(request):
            return self.foreign(request)
        try:
            visit = await self.visit(request, await form_of(request))
            if visit is None:
                return Redirect(SIGN_IN, status_code=303, headers=HEADERS)
            missing = await self._proof.missing(visit) if action.is_grave else None
            if missing is not None:
                return self._asked_for_proof(request, visit, missing)
            done = await action.act(visit)
            if isinstance(done, Shown):
                body = self.layout.page(visit, done, section=section.name, mark=None, here=section.entry)
                return html_response(body)
            return Redirect(own_path(done or section.entry), status_code=303, headers=HEADERS)
        except OtklikError as error:
            return self.problem(request, error)

    def _asked_for_proof(self, request: AnyRequest, visit: Visit, problem: str) -> Response[bytes]:
        body = proof_page(visit, request.scope["path"], problem)
        return html_response(self.layout.bare(visit.words, visit.words["proof_title"], body), status=403)

    def foreign(self, request: AnyRequest) -> Response[bytes]:
        """For a form that no page of ours has sent."""
        words = self.words(request)
        body = problem_page(words, words["foreign_title"], words["foreign"])
        return html_response(self.layout.bare(words, words["foreign_title"], body), status=403)


async def _nothing_here(visit: Visit) -> Shown:
    raise NotFoundError("page", visit.path.get("nowhere"))


def html_response(body: bytes, *, status: int = 200) -> Response[bytes]:
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=HEADERS)


def to_sign_in(request: AnyRequest) -> Redirect:
    return Redirect(SIGN_IN, status_code=303, headers=HEADERS, query_params={"next": path_of(request)})


def path_of(request: AnyRequest) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{request.scope['path']}?{query}" if query else request.scope["path"]


async def form_of(request: AnyRequest) -> dict[str, str]:
    """The texts of a form; files are passed over."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
