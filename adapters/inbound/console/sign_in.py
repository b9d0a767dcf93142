"""Coming and going of operators, and the language of their pages."""

from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from adapters.inbound.console.access import (
    comes_from_us,
    language_cookie,
    own_path,
    token_cookie,
    token_of,
)
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


def create_sign_in(frame: Frame, *, log_in: LogInOperator, log_out: LogOut) -> list[HTTPRouteHandler]:
    """The page of those who are not signed in, its form, and the forms that leave and change the language."""

    def show(request: AnyRequest, *, going_to: str, login: str = "", problem: str = "", status: int = 200) -> Any:
        words = frame.words(request)
        values = {"next": going_to, "login_given": login, "problem": problem}
        return html_response(
            frame.layout.bare(words, words["sign_in_title"], fill("sign_in", values, words)), status=status
        )

    @get(SIGN_IN, include_in_schema=False)
    async def page(request: AnyRequest) -> Response[Any]:
        return show(request, going_to=own_path(request.query_params.get("next")))

    @post(SIGN_IN, include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
    async def enter(request: AnyRequest) -> Response[Any]:
        if not comes_from_us(request):
            return frame.foreign(request)
        form, words = await form_of(request), frame.words(request)
        login, going_to = form.get("login", ""), own_path(form.get("next"))
        try:
            operator = await log_in.execute(login=login, password=form.get("password", ""))
        except (BadCredentialsError, BlockedError):
            return show(request, going_to=going_to, login=login, problem=words["bad_credentials"], status=403)
        except TooManyTriesError as error:
            problem = words.say("too_many_tries", seconds=int(error.wait) + 1)
            return show(request, going_to=going_to, login=login, problem=problem, status=429)
        except OtklikError as error:
            return frame.problem(request, error)
        cookies = [token_cookie(request, operator.token)]
        return Redirect(going_to, status_code=303, headers=HEADERS, cookies=cookies)

    @post("/console/sign-out", include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
    async def leave(request: AnyRequest) -> Response[Any]:
        if not comes_from_us(request):
            return frame.foreign(request)
        try:
            visit = await frame.visit(request)
            if visit is not None:
                await log_out.execute(visit.operator)
        except OtklikError as error:
            return frame.problem(request, error)
        cookies = [token_cookie(request, None)] if token_of(request) else []
        return Redirect(SIGN_IN, status_code=303, headers=HEADERS, cookies=cookies)

    @post("/console/language", include_in_schema=False, request_max_body_size=MOST_FORM_BYTES)
    async def change_language(request: AnyRequest) -> Response[Any]:
        if not comes_from_us(request):
            return frame.foreign(request)
        form, lang = await form_of(request), frame.words(request).lang
        other = next(each for each in LANGUAGES if each != lang)
        cookies = [language_cookie(request, other)]
        return Redirect(own_path(form.get("next")), status_code=303, headers=HEADERS, cookies=cookies)

    return [page, enter, leave, change_language]
