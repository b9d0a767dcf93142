"""The owner's console: its sections with their use cases."""

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from adapters.inbound.console.console import create_console
from adapters.inbound.console.inbox import InboxPages, inbox_section
from adapters.inbound.console.pages import Section
from adapters.inbound.console.times import Times
from adapters.inbound.web.static_assets import site_assets
from application.accounts.log_in_operator import LogInOperator
from application.accounts.recognise_operator import RecogniseOperator
from application.inbox.list_inbox import ListInbox
from application.inbox.search_inbox import SearchInbox
from configuration.container import Container


def create_console_handlers(container: Container) -> list[HTTPRouteHandler | WebsocketRouteHandler]:
    storage, clock = container.storage(), container.clock()
    return create_console(
        _sections(container),
        assets=site_assets(),
        recognise=RecogniseOperator(storage=storage, clock=clock),
        log_in=LogInOperator(
            storage=storage,
            clock=clock,
            ids=container.ids(),
            randomness=container.randomness(),
            log_in=container.log_in(),
            sign_in=container.sign_in(),
            new_chat=container.new_chat(),
        ),
        log_out=container.log_out(),
        clock=clock,
        log=container.log(),
    )


def _sections(container: Container) -> list[Section]:
    """Each section is made from its use cases here; what it shows is its own business."""
    storage, clock, rules = container.storage(), container.clock(), container.rules()
    times = Times(clock=clock, zone=rules.timezone)
    inbox = InboxPages(
        list_inbox=ListInbox(storage=storage, clock=clock, rules=rules),
        search=SearchInbox(storage=storage),
        times=times,
    )
    return [inbox_section(inbox)]
