"""The console on fakes, and an operator's browser."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from adapters.inbound.console.console import create_console
from adapters.inbound.console.conversation import ConversationPages, ConversationServices
from adapters.inbound.console.inbox import InboxPages, inbox_section
from adapters.inbound.console.pages import Section
from adapters.inbound.console.times import Times
from adapters.inbound.web.static_assets import StaticAssets, site_assets
from configuration.web_application import WebApplication
from domain.balance import Payer
from tests.unit.application.house import GROUP, House

PASSWORD: Final = "верная лошадь"
OWN: Final = "http://testserver.local"
ENTRY: Final = "/console"
SIGN_IN: Final = "/console/sign-in"


def inbox(house: House) -> Section:
    times = Times(clock=house.clock, zone=ZoneInfo("Europe/Moscow"))
    services = ConversationServices(
        read=house.read_conversation,
        name_people=house.name_people,
        answer=house.answer_as_operator,
        take_over=house.take_over,
        hand_back=house.hand_back,
        block=house.block_person,
        unblock=house.unblock_person,
        retry=house.retry,
        dismiss=house.dismiss,
        approve=house.approve_draft,
        edit=house.edit_draft,
        reject=house.reject_draft,
    )
    return inbox_section(
        InboxPages(list_inbox=house.list_inbox, search=house.search_inbox, name_people=house.name_people, times=times),
        ConversationPages(
            services, times=times, ids=house.ids, group_id=GROUP, accounts=house.rules.payer is Payer.PERSON
        ),
    )


@cache
def assets() -> StaticAssets:
    """Read once: they are the same for every browser."""
    return site_assets()


@contextmanager
def browsing(
    house: House, sections: Sequence[Section] | None = None, *, origin: str = OWN, languages: str = "ru"
) -> Iterator[TestClient[Litestar]]:
    """A browser of somebody whom nobody knows yet; it follows no redirect by itself."""
    handlers = create_console(
        sections or [inbox(house)],
        assets=assets(),
        recognise=house.recognise_operator,
        log_in=house.log_in_operator,
        log_out=house.log_out,
        prove=house.prove,
        clock=house.clock,
        log=house.log,
    )
    app: Litestar = WebApplication(handlers, logging_config=None, openapi_config=None)
    with TestClient(app, base_url=OWN) as client:
        client.follow_redirects = False
        client.headers.update({"Origin": origin, "Accept-Language": languages})
        yield client


async def employ(house: House, login: str = "olga") -> None:
    await house.create_operator.execute(login=login, password=PASSWORD, by="owner")


def sign_in(client: TestClient[Litestar], login: str = "olga", password: str = PASSWORD, **more: str) -> Any:
    answer: httpx.Response = client.post(SIGN_IN, data={"login": login, "password": password} | more)
    return answer
