from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.di import Provide
from litestar.types import LifeSpanReceive, LifeSpanScope, LifeSpanSend, Receive, Scope, Send

from adapters.sandbox.asgi import show_transport
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.control_api import control_router
from adapters.sandbox.model_api import complete_chat, list_models
from adapters.sandbox.page import page_handlers
from adapters.sandbox.sandbox import Sandbox
from adapters.sandbox.vk_api import call_method, check_long_poll


class SandboxApp(Litestar):
    """Litestar wraps `send`; faults that drop the connection need the server's own."""

    async def __call__(
        self,
        scope: Scope | LifeSpanScope,
        receive: Receive | LifeSpanReceive,
        send: Send | LifeSpanSend,
    ) -> None:
        if scope["type"] != "lifespan":
            show_transport(scope, send)
        await super().__call__(scope, receive, send)


def create_sandbox(config: SandboxConfig) -> Litestar:
    """A stand-in VK, a stand-in model and their page in one application; nothing runs before its lifespan."""
    sandbox = Sandbox(config)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncGenerator[None, None]:
        sandbox.sender.open()
        try:
            if config.announce_seed:
                sandbox.announce_seed()
            yield
        finally:
            await sandbox.sender.close()

    return SandboxApp(
        route_handlers=[
            call_method,
            check_long_poll,
            complete_chat,
            list_models,
            control_router,
            *page_handlers(),
        ],
        dependencies={"sandbox": Provide(lambda: sandbox, sync_to_thread=False)},
        lifespan=[lifespan],
        logging_config=None,
        openapi_config=None,
    )
