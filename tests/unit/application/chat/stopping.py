"""What tests of stopping ask and see."""

import asyncio
from collections.abc import Callable
from decimal import Decimal

from application.chat.post_message import Accepted
from application.chat.visitor import Visitor
from domain.balance import EntryKind
from domain.identifiers import TurnId
from domain.live import FragmentWritten, TurnEnded
from tests.factories import TODAY
from tests.unit.application.house import House


async def until(holds: Callable[[], object]) -> None:
    while not holds():
        await asyncio.sleep(0)


async def asked(house: House) -> tuple[Visitor, TurnId]:
    visitor = await house.visit()
    accepted: Accepted = await house.say(visitor)
    assert accepted.turn_id is not None
    return visitor, accepted.turn_id


def captures(house: House) -> list[Decimal]:
    return [-entry.amount for entry in house.storage.entries if entry.kind is EntryKind.CAPTURE]


def shown(house: House) -> str:
    return "".join(news.text for news in house.feed.published if isinstance(news, FragmentWritten))


def ends(house: House) -> list[TurnEnded]:
    return [news for news in house.feed.published if isinstance(news, TurnEnded)]


async def answers_today(house: House) -> int:
    person = house.storage.people[0]
    return await house.storage.read(lambda uow: uow.people.answers_on(person.id, day=TODAY))
