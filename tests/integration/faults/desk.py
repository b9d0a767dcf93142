"""An operator at the console of any node, by HTTP as a browser sends its forms; and what nobody may say after them."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import select

from adapters.outbound.database.schema import conversations
from domain.balance import NOBODY
from tests.integration.faults.books import Books
from tests.integration.faults.place import Place
from tests.integration.whole.house import House
from tests.integration.whole.operator import LOGIN, PASSWORD, employ
from tests.integration.whole.waiting import until

_COOKIES: dict[str, dict[str, str]] = {}
"""By database: tries of a password are counted, and all of these tests together have too many."""


class Desk:
    """A form that got no answer is sent again as it was, to whoever runs: what a person does in a browser."""

    def __init__(self, place: Place, http: httpx2.AsyncClient) -> None:
        self._place = place
        self._http = http

    async def take_over(self, conversation_id: UUID, *, at: House | None = None) -> None:
        """Returns when it has committed."""
        await self._send(f"{conversation_id}/take-over", {}, at)

    async def answer(self, conversation_id: UUID, text: str, *, at: House | None = None) -> UUID:
        """Returns the turn of the answer, committed; at ``at`` first, elsewhere when that node is gone."""
        key = uuid4()
        await self._send(f"{conversation_id}/answer", {"text": text, "key": str(key)}, at)
        return key

    async def _send(self, path: str, form: Mapping[str, str], at: House | None) -> None:
        first = [at] if at is not None else []

        async def sent() -> bool:
            house = first.pop() if first else next((node for node in self._place.nodes if node.is_running), None)
            return house is not None and await self._was_taken(house, path, form)

        await until(sent, f"a node to take {path}")

    async def _was_taken(self, house: House, path: str, form: Mapping[str, str]) -> bool:
        try:
            answer = await self._http.post(
                f"{house.url}/console/conversations/{path}", data=form, headers={"Origin": house.url}
            )
        except httpx2.TransportError:
            return False
        assert answer.status_code in {httpx2.codes.SEE_OTHER, httpx2.codes.SERVICE_UNAVAILABLE}, answer.text
        return answer.status_code == httpx2.codes.SEE_OTHER


@asynccontextmanager
async def at_desk(place: Place) -> AsyncIterator[Desk]:
    """An operator who has signed in; every node of the place knows the session."""
    house = place.first
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as http:
        if place.site.database_url not in _COOKIES:
            await employ(house)
            signed_in = await http.post(
                f"{house.url}/console/sign-in",
                data={"login": LOGIN, "password": PASSWORD},
                headers={"Origin": house.url},
            )
            assert signed_in.status_code == httpx2.codes.SEE_OTHER, signed_in.text
            _COOKIES[place.site.database_url] = dict(signed_in.cookies)
        http.cookies.update(_COOKIES[place.site.database_url])
        yield Desk(place, http)


async def conversation_of(place: Place, key: str) -> UUID:
    """Its id, as soon as somebody has spoken there."""

    async def look() -> UUID | None:
        async with place.database.reading() as connection:
            found: UUID | None = await connection.scalar(select(conversations.c.id).where(conversations.c.key == key))
            return found

    id_ = await until(look, f"the conversation {key}")
    assert id_ is not None
    return id_


async def is_taken_over(place: Place, conversation_id: UUID) -> bool:
    async with place.database.reading() as connection:
        until_when = await connection.scalar(
            select(conversations.c.taken_until).where(conversations.c.id == conversation_id)
        )
    return until_when is not None


@dataclass(frozen=True, slots=True)
class Watched:
    """``begun``: the assistant's turns of which VK had a part, or may have had one, when the takeover was there."""

    conversation_id: UUID
    begun: frozenset[UUID]


def begun(books: Books, conversation_id: UUID) -> frozenset[UUID]:
    free = {turn.id for turn in books.turns if turn.payer == NOBODY}
    return frozenset(
        part.turn_id
        for part in books.deliveries
        if part.conversation_id == conversation_id
        and part.turn_id not in free
        and (part.called_at is not None or part.state == "sent")
    )


def begun_later(books: Books, watched: Watched) -> list[UUID]:
    """Oracle 5: nothing of the assistant's begins once a person of the community has taken over."""
    return sorted(begun(books, watched.conversation_id) - watched.begun)
