"""
The least a server can do: Litestar on our own uvicorn settings, a handler that decodes an event and stores nothing.

usage: python -m benchmarks.bare PORT
"""

import sys

import msgspec
import uvicorn
import uvloop
from litestar import Litestar, Request, get, post
from litestar.datastructures import State

from configuration.server import uvicorn_config
from tests.integration.services.ports import HOST

_DECODER = msgspec.json.Decoder(dict[str, msgspec.Raw])


@post("/callback", status_code=200, media_type="text/plain")
async def take(request: Request[None, None, State]) -> str:
    _DECODER.decode(await request.body())
    return "ok"


@get("/health/ready")
async def ready() -> str:
    return "ready"


def main() -> None:
    config = uvicorn_config(Litestar([take, ready], openapi_config=None))
    config.host, config.port = HOST, int(sys.argv[1])
    uvloop.run(uvicorn.Server(config).serve())


if __name__ == "__main__":
    main()
