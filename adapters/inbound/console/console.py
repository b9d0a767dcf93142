"""Everything below /console, as handlers."""

from collections.abc import Sequence

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from adapters.inbound.console.api import create_api_guard
from adapters.inbound.console.frame import Frame
from adapters.inbound.console.layout import Layout
from adapters.inbound.console.live import LiveSocket
from adapters.inbound.console.pages import Section
from adapters.inbound.console.proof import Proof
from adapters.inbound.console.sign_in import SignIn
from adapters.inbound.web.static_assets import StaticAssets
from application.accounts.log_in_operator import LogInOperator
from application.accounts.log_out import LogOut
from application.accounts.prove_password import ProvePassword
from application.accounts.recognise_operator import RecogniseOperator
from ports.clock import Clock
from ports.log import Log


def create_console(
    sections: Sequence[Section],
    *,
    assets: StaticAssets,
    recognise: RecogniseOperator,
    log_in: LogInOperator,
    log_out: LogOut,
    prove: ProvePassword,
    clock: Clock,
    log: Log,
) -> list[HTTPRouteHandler | WebsocketRouteHandler]:
    """``assets`` are the site's: the console's styles and scripts are among them."""
    frame = Frame(
        recognise=recognise.execute,
        proof=Proof(prove=prove, clock=clock),
        layout=Layout(sections=sections, assets=assets),
    )
    return [
        *SignIn(frame, log_in=log_in, log_out=log_out).handlers(),
        *frame.handlers(),
        create_api_guard(frame),
        LiveSocket(frame, clock=clock, log=log).handler(),
    ]
