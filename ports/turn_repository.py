"""Turns, as a queue of answers owed and as their record."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from domain.channel import Channel
from domain.identifiers import ConversationId, PersonId, TurnId
from domain.policy import Publishing
from domain.turn import ClaimedTurn, Lease, Turn


class TurnRepository(Protocol):
    """Times are the database's: two machines whose clocks differ agree about every lease."""

    async def add(self, turn: Turn, *, after: timedelta) -> None:
        """Owe an answer, to be taken up ``after`` from now at the earliest."""
        ...

    async def add_claimed(self, turn: Turn, *, owner: str, lease: timedelta) -> ClaimedTurn | None:
        """
        Owe an answer and take it up in the same transaction, which has its conversation locked.

        None when another of the conversation is before it: then it is owed as by ``add``, to be taken up at once.
        """
        ...

    async def get(self, id_: TurnId) -> Turn:
        """Raises NotFoundError."""
        ...

    async def joinable(self, conversation_id: ConversationId, *, person_id: PersonId) -> Turn | None:
        """The person's turn in that conversation that still takes messages in, its row locked; or None."""
        ...

    async def claim(self, *, owner: str, lease: timedelta, limit: int) -> Sequence[ClaimedTurn]:
        """
        Take up turns that nobody holds and whose time has come, the longest waiting first.

        One turn at a time in each conversation, across all processes: the others wait until it has ended.
        """
        ...

    async def renew(self, ids: Sequence[TurnId], *, owner: str, lease: timedelta) -> None:
        """Prolong the claims that ``owner`` still holds; the rest is passed over."""
        ...

    async def save(self, turn: Turn, *, lease: Lease) -> None:
        """
        Store a step; an ended turn gives its conversation free.

        Raises LeaseLostError when the lease's token has moved on: then nothing was changed.
        """
        ...

    async def lock_for_step(self, id_: TurnId, *, lease: Lease) -> Turn:
        """The turn as it is stored, locked until the end of the transaction. Raises LeaseLostError."""
        ...

    async def postpone(self, turn: Turn, *, lease: Lease, after: timedelta) -> None:
        """Store the turn and give the claim back; it is taken up again ``after`` from now. Raises LeaseLostError."""
        ...

    async def park(self, turn: Turn, *, lease: Lease) -> None:
        """
        Store the turn and leave it alone until it is woken; its conversation is free for others.

        Raises LeaseLostError.
        """
        ...

    async def take_parked(self, id_: TurnId) -> ClaimedTurn | None:
        """
        Claim a parked turn for this transaction, its row locked; None when it is not parked.

        Whoever takes it saves, postpones or parks it before the transaction ends.
        """
        ...

    async def wake(self, id_: TurnId) -> None:
        """
        Let a turn that is parked, or waits for its next try, be claimed at once.

        One that somebody holds, or that has ended, is left as it is.
        """
        ...

    async def request_stop(self, id_: TurnId) -> None:
        """
        Note that the person wants it stopped, if it is owed, funded or being written.

        Asking twice changes nothing; a step of whoever holds the turn keeps the wish, ``reopen`` takes it back.
        """
        ...

    async def to_stop(self, ids: Sequence[TurnId]) -> Sequence[TurnId]:
        """Those among them that are wanted stopped and have not ended."""
        ...

    async def release(self, *, owner: str) -> None:
        """Give all claims of ``owner`` back at once, for others to take up."""
        ...

    async def reopen(self, turn: Turn) -> None:
        """Store a failed turn that is retried; it can be claimed at once. One that has not failed is left as it is."""
        ...

    async def dismiss(self, turn: Turn) -> bool:
        """Store that a failed turn is declined; False when it has not failed any more, and then nothing is changed."""
        ...

    async def running(self, conversation_id: ConversationId) -> Sequence[Turn]:
        """Turns of the conversation that have not ended, oldest first."""
        ...

    async def held_back(self, publishing: Publishing, *, limit: int) -> Sequence[Turn]:
        """Those whose ``held_back`` it is, latest first."""
        ...

    async def drafts_in(self, conversation_id: ConversationId) -> Sequence[Turn]:
        """Drafts of the conversation that wait for a person."""
        ...

    async def unfinished(self, ids: Sequence[TurnId]) -> Sequence[TurnId]:
        """Those among them that have not ended, in any order."""
        ...

    async def of_conversation(self, conversation_id: ConversationId, *, limit: int) -> Sequence[Turn]:
        """Latest first, whatever has become of them."""
        ...

    async def troubled(self, *, limit: int) -> Sequence[Turn]:
        """Those that have failed or are unconfirmed and wait for somebody to decide, latest first."""
        ...

    async def answered(self, channel: Channel, *, limit: int) -> Sequence[Turn]:
        """Settled ones whose answer the model wrote, latest first."""
        ...

    async def latest(self, *, limit: int) -> Sequence[Turn]:
        """Latest first."""
        ...
