"""
/api/v1: what the console's pages ask for as JSON.

Whoever is no operator is told so and nothing else, whatever they ask for: 401 without a session of the console, 403
for an operator's own browser sent here by another site.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from litestar import Response, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler

from adapters.inbound.console.access import comes_from_us
from adapters.inbound.console.frame import AnyRequest, Frame
from adapters.inbound.console.pages import Visit
from domain.errors import NotFoundError, OtklikError, StorageUnavailableError

_ANY: Final = [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE]
_READING: Final = {"GET", "HEAD"}
_NO_STORE: Final = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Tell = Callable[[Visit], Awaitable[Any]]


def create_api_guard(frame: Frame) -> HTTPRouteHandler:
    """Answers below /api/v1 wherever there is nothing: a stranger cannot tell what there is."""

    @route(["/api/v1", "/api/v1/{path:path}"], http_method=_ANY, include_in_schema=False)
    async def nothing_here(request: AnyRequest) -> Response[Any]:
        async def tell(_visit: Visit) -> object:
            raise NotFoundError("resource", request.scope["path"])

        return await answer_api(frame, request, tell)

    return nothing_here


async def answer_api(frame: Frame, request: AnyRequest, tell: Tell) -> Response[Any]:
    try:
        visit = await frame.visit(request)
        if visit is None:
            return _refusal(401, "unauthorized", "sign in to the console first")
        if request.method not in _READING and not comes_from_us(request):
            return _refusal(403, "forbidden", "the request does not come from the console")
        return Response(await tell(visit), headers=_NO_STORE)
    except NotFoundError:
        return _refusal(404, "not_found", "there is no such thing")
    except StorageUnavailableError:
        return _refusal(503, "unavailable", "the database does not answer")
    except OtklikError as error:
        return _refusal(400, "refused", str(error))


def _refusal(status: int, code: str, message: str) -> Response[Any]:
    return Response({"code": code, "message": message}, status_code=status, headers=_NO_STORE)
