"""The web application: its routes, and the workers behind them."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import Scope

from adapters.inbound.calendar.handler import create_calendar_handler
from adapters.inbound.chat.asyncapi import create_asyncapi
from adapters.inbound.chat.encode import FrameEncoder
from adapters.inbound.chat.services import ChatServices
from adapters.inbound.chat.socket import create_chat_socket
from adapters.inbound.client_address import ClientAddresses
from adapters.inbound.health import create_health
from adapters.inbound.markdown import render_markdown
from adapters.inbound.request_id import RequestIds
from adapters.inbound.vk_callback import create_vk_callback
from adapters.inbound.web.pages import create_page_handlers
from adapters.inbound.workers import TurnWorker, Workers
from configuration.checks import readiness_checks
from configuration.console import create_console_handlers
from configuration.container import Container
from configuration.metrics_page import MetricsPage
from configuration.receivers import create_listeners, create_receivers
from configuration.settings import Settings
from configuration.web_application import WebApplication
from ports.log import Log

RENEWALS_PER_LEASE = 3


def create_app(
    container: Container,
    settings: Settings,
    *,
    workers: Workers,
    sandbox_url: str | None = None,
    dropped: Callable[[], int] = int,
) -> Litestar:
    """
    The routes, and the workers for as long as the application lives.

    ``dropped`` tells how many log lines were lost, for the metrics.
    """
    _watch_losses(container, settings, dropped)
    requests = RequestIds(container.ids(), container.correlation())

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with workers:
            yield

    return WebApplication(
        route_handlers=_handlers(container, settings, sandbox_url),
        lifespan=[lifespan],
        middleware=[requests.correlate],
        before_send=[requests.tell],
        after_exception=[_tell_the_log(container.log(), requests)],
        # Else LITESTAR_DEBUG of the environment decides, and a fault shows strangers its traceback.
        debug=False,
        logging_config=None,
        openapi_config=OpenAPIConfig(title="Otklik", version="1", path="/schema", render_plugins=[JsonRenderPlugin()]),
    )


def _tell_the_log(log: Log, requests: RequestIds) -> Callable[[Exception, Scope], Awaitable[None]]:
    """Nobody else would: a fault of ours is answered with a bare 500."""

    async def tell(error: Exception, scope: Scope) -> None:
        if not isinstance(error, HTTPException) or error.status_code >= HTTP_500_INTERNAL_SERVER_ERROR:
            log.error("request_failed", error=error, path=scope["path"], request_id=requests.of(scope))

    return tell


def _watch_losses(container: Container, settings: Settings, dropped: Callable[[], int]) -> None:
    container.metrics().watch_dropped_lines(dropped)
    if settings.redis_url is None:
        return
    from adapters.outbound.redis_live_feed import RedisLiveFeed

    feed = container.feed()
    if isinstance(feed, RedisLiveFeed):
        container.metrics().watch_lost_news(lambda: feed.lost)


def create_workers(container: Container, settings: Settings) -> Workers:
    turns = TurnWorker(
        claim=container.claim_turns(),
        run=container.run_turn(),
        room=container.turn_room(),
        wakeup=container.wakeup(),
        log=container.log(),
        concurrency=settings.turn_concurrency,
        renew_seconds=settings.lease_seconds / RENEWALS_PER_LEASE,
    )
    return Workers(
        turns=turns,
        drain_events=container.drain_events(),
        deliver_notifications=container.deliver_notifications() if settings.notifier_url else None,
        receivers=create_receivers(container, settings),
        listeners=create_listeners(container),
        wakeup=container.wakeup(),
        log=container.log(),
        grace=settings.shutdown_grace,
    )


def _handlers(
    container: Container, settings: Settings, sandbox_url: str | None
) -> list[HTTPRouteHandler | WebsocketRouteHandler]:
    page = MetricsPage(read=container.read_signs().execute, render=container.metrics().render, now=time.monotonic)
    encoder = FrameEncoder(render=render_markdown, answer_price=str(settings.answer_price))
    handlers: list[HTTPRouteHandler | WebsocketRouteHandler] = [
        *create_page_handlers(sandbox_url=sandbox_url, hosts=settings.allowed_origins),
        *create_health(checks=readiness_checks(container, settings), render_metrics=page.render),
        create_asyncapi(),
        *create_console_handlers(container, settings),
        create_chat_socket(
            services=_chat_services(container),
            encoder=encoder,
            allowed_origins=settings.allowed_origins,
            throttle=container.throttle(),
            addresses=ClientAddresses(settings.trusted_proxies),
        ),
    ]
    if settings.secret_key:
        handlers.append(
            create_calendar_handler(
                calendar=container.calendar_deadlines(), secret_key=settings.secret_key, zone=settings.timezone
            )
        )
    if settings.takes_callbacks:
        handlers.append(
            create_vk_callback(
                path=settings.vk_callback_path, receive=container.receive_event(), metrics=container.metrics()
            )
        )
    return handlers


def _chat_services(container: Container) -> ChatServices:
    return ChatServices(
        open_session=container.open_session(),
        catch_up=container.catch_up(),
        post_message=container.post_message(),
        read_history=container.read_history(),
        list_chats=container.list_chats(),
        search_chats=container.search_chats(),
        open_chat=container.open_chat(),
        retry_answer=container.retry_answer(),
        stop_answer=container.stop_answer(),
        rate_answer=container.rate_answer(),
        run_command=container.run_command(),
        register=container.register(),
        log_in=container.log_in(),
        log_out=container.log_out(),
        log_out_everywhere=container.log_out_everywhere(),
        change_password=container.change_password(),
        export_person=container.export_person(),
        erase_me=container.erase_me(),
        feed=container.feed(),
        metrics=container.metrics(),
        log=container.log(),
    )
