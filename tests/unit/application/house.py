"""All use cases on fakes: a small composition root, with the things that happen outside as its methods."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from application.chat.post_message import Accepted
from application.chat.visitor import Visitor
from application.commands.run_command import CommandRun
from application.events.receive_event import IncomingEvent
from application.retention.forget_old import ForgetOld
from domain.command import parse_command
from domain.occurrence import (
    CommentWritten,
    MessageReceived,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
)
from domain.turn import ClaimedTurn, Turn
from tests.unit.application.house_chat import HouseWithChat
from tests.unit.application.house_rules import (
    ANN,
    BOB,
    BODY,
    CONFIRM_SECONDS,
    GATHER,
    GROUP,
    LEASE,
    MOST_ROUNDS,
    POST,
    SECRET,
    SECRETS,
    WALL,
    make_rules,
)

__all__ = [
    "ANN",
    "BOB",
    "CONFIRM_SECONDS",
    "GATHER",
    "GROUP",
    "LEASE",
    "POST",
    "SECRETS",
    "WALL",
    "House",
    "make_rules",
]


class House(HouseWithChat):
    """Every use case there is, by its name; see ``HouseOfFakes`` for what it can be given."""

    def forget_old(self, term: timedelta | None, *, owner: str = "node") -> ForgetOld:
        return ForgetOld(storage=self.fragile, clock=self.clock, log=self.log, owner=owner, lease=LEASE, term=term)

    async def top_up(self, amount: str = "100.00") -> None:
        await self.fill.execute(Decimal(amount), author="owner", reason="paid")

    async def happens(self, occurrence: Occurrence, *, event_id: bytes | None = None) -> IncomingEvent:
        """VK delivers an event and is told ``ok``."""
        event_id = event_id or f"event-{next(self._numbers)}".encode()
        self.reader.occurrences[event_id] = occurrence
        event = IncomingEvent(type="any", group_id=GROUP, event_id=event_id, secret=SECRET, body=BODY)
        assert await self.receive.execute(event) == "ok"
        return event

    async def comment(
        self, text: str = "Вы открыты?", *, by: int = ANN, root: int | None = None, post: int = POST
    ) -> CommentWritten:
        """Somebody comments, at the top or below ``root``."""
        number = next(self._numbers)
        written = CommentWritten(
            owner_id=WALL,
            post_id=post,
            comment_id=number,
            root_id=root or number,
            author_vk_id=by,
            text=text,
            at=self.clock.now(),
        )
        await self.happens(written)
        return written

    async def message(self, text: str = "Вы открыты?", *, by: int = ANN) -> MessageReceived:
        """Somebody writes to the community."""
        number = next(self._numbers)
        received = MessageReceived(
            peer_id=by, number=number, message_id=number, author_vk_id=by, text=text, at=self.clock.now()
        )
        await self.happens(received)
        return received

    async def post(self, text: str, *, by: int = WALL, post: int = POST, is_open: bool = True) -> PostPublished:
        published = PostPublished(
            owner_id=WALL, post_id=post, author_vk_id=by, text=text, at=self.clock.now(), is_open=is_open
        )
        await self.happens(published)
        return published

    async def own_comment(self, text: str, *, comment_id: int, root: int, post: int = POST) -> None:
        """A comment by the community comes back as an event."""
        await self.happens(
            OwnCommentSeen(
                owner_id=WALL, post_id=post, comment_id=comment_id, root_id=root, text=text, at=self.clock.now()
            )
        )

    async def own_message(
        self, text: str, *, message_id: int, peer: int = ANN, random_id: int = 0, by_manager: bool = False
    ) -> None:
        await self.happens(
            OwnMessageSeen(
                peer_id=peer,
                number=message_id,
                message_id=message_id,
                random_id=random_id,
                text=text,
                at=self.clock.now(),
                by_manager=by_manager,
            )
        )

    async def visit(self, token: str | None = None) -> Visitor:
        """A visitor comes to the site, or comes back with a token."""
        return (await self.open_session.execute(token=token, conversation_id=None)).visitor

    async def say(self, visitor: Visitor, text: str = "Вы открыты?", *, client_id: str | None = None) -> Accepted:
        return await self.post_message.execute(visitor, client_id=client_id or f"c{next(self._numbers)}", text=text)

    async def command(
        self, visitor: Visitor, text: str, *, client_id: str | None = None, lang: str = "ru"
    ) -> CommandRun:
        command = parse_command(text)
        assert command is not None
        return await self.run_command.execute(
            visitor, client_id=client_id or f"c{next(self._numbers)}", command=command, lang=lang
        )

    async def claim_next(self) -> ClaimedTurn:
        """Understand what has come and take up one turn, waiting for its burst if need be."""
        await self.drain_events.execute()
        self.clock.advance(GATHER)
        return (await self.claim.execute(limit=1))[0]

    async def run_turns(self) -> int:
        """Take up what can be taken up now and run it."""
        claimed: Sequence[ClaimedTurn] = await self.claim.execute(limit=50)
        for each in claimed:
            await self.run.execute(each)
        return len(claimed)

    async def run_until_idle(self) -> None:
        """Do all that can be done without time passing, beyond the gathering of bursts."""
        await self.drain_events.execute()
        self.clock.advance(GATHER)
        for _ in range(MOST_ROUNDS):
            if not (await self.drain_events.execute() or await self.run_turns() or await self.deliver.execute()):
                return
        raise AssertionError("there is always something to do")

    async def dies_in(self, runs: int, work: Coroutine[Any, Any, Any], *, committed: bool = False) -> bool:
        """Do the work in a process that is killed at its ``runs``-th transaction; tell whether it came so far."""
        self.fragile.crash_in(runs, committed=committed)
        task = asyncio.create_task(work)
        await asyncio.wait({task})
        self.fragile.hold_out()
        if not task.cancelled():
            task.result()
        return task.cancelled()

    async def get_turn(self, turn: Turn) -> Turn:
        return await self.storage.read(lambda uow: uow.turns.get(turn.id))

    @property
    def turn(self) -> Turn:
        """The only one there is."""
        (only,) = self.storage.turns
        return only
