"""Coming and going of operators, and the language of their pages."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from adapters.inbound.console.access import comes_from_us, language_cookie, own_path, token_cookie
from adapters.inbound.console.frame import (
    HEADERS,
    MOST_FORM_BYTES,
    SIGN_IN,
    AnyRequest,
    Frame,
    form_of,
    html_response,
)
from adapters.inbound.console.html import fill
from adapters.inbound.console.words import LANGUAGES
from application.accounts.log_in_operator import LogInOperator
from application.accounts.log_out import LogOut
from domain.errors import BadCredentialsError, BlockedError, OtklikError, TooManyTriesError


class SignIn:
    """The page of those who are not signed in, its form, and the forms that leave and change the language."""

    def __init__(self, frame: Frame, *, log_in: LogInOperator, log_out: LogOut) -> None:
        self._frame = frame
        self._log_in = log_in
        self._log_out = log_out

    def handlers(self) -> list[HTTPRouteHandler]:
        @get(SIGN_IN, include_in_schema=False)
        async def page(request: AnyRequest) -> Response[Any]:
            return self._show(request, going_to=own_path(request.query_params.get("next")))

        @post(SIGN_IN, include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
        async def enter(request: AnyRequest) -> Response[Any]:
            return await self._enter(request) if comes_from_us(request) else self._frame.foreign(request)

        @post("/console/sign-out", include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
        async def leave(request: AnyRequest) -> Response[Any]:
            return await self._leave(request) if comes_from_us(request) else self._frame.foreign(request)

        @post("/console/language", include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
        async def change_language(request: AnyRequest) -> Response[Any]:
            return await self._change_language(request) if comes_from_us(request) else self._frame.foreign(request)

        return [page, enter, leave, change_language]

    async def _enter(self, request: AnyRequest) -> Response[Any]:
        form, words = await form_of(request), self._frame.words(request)
        login, going_to = form.get("login", ""), own_path(form.get("next"))
        try:
            operator = await self._log_in.execute(login=login, password=form.get("password", ""))
        except (BadCredentialsError, BlockedError):
            problem, status = words["bad_credentials"], 403
        except TooManyTriesError as error:
            problem, status = words.say("too_many_tries", seconds=int(error.wait) + 1), 429
        except OtklikError as error:
            return self._frame.problem(request, error)
        else:
            return _redirect(going_to, token_cookie(request, operator.token))
        return self._show(request, going_to=going_to, login=login, problem=problem, status=status)

    async def _leave(self, request: AnyRequest) -> Response[Any]:
        try:
            visit = await self._frame.visit(request)
            if visit is not None:
                await self._log_out.execute(visit.operator)
        except OtklikError as error:
            return self._frame.problem(request, error)
        return _redirect(SIGN_IN, token_cookie(request, None))

    async def _change_language(self, request: AnyRequest) -> Response[Any]:
        form, lang = await form_of(request), self._frame.words(request).lang
        other = next(each for each in LANGUAGES if each != lang)
        return _redirect(own_path(form.get("next")), language_cookie(request, other))

    def _show(
        self, request: AnyRequest, *, going_to: str, login: str = "", problem: str = "", status: int = 200
    ) -> Response[bytes]:
        words = self._frame.words(request)
        values = {"next": going_to, "login_given": login, "problem": problem}
        body = self._frame.layout.bare(words, words["sign_in_title"], fill("sign_in", values, words))
        return html_response(body, status=status)


def _redirect(path: str, cookie: Cookie) -> Redirect:
    return Redirect(path, status_code=303, headers=HEADERS, cookies=[cookie])
