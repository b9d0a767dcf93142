"""Read a deadline out of what was said and keep it with its source."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from application.rules import Rules
from domain.deadline import Deadline, extract_deadline
from domain.deadline_doubt import is_doubtful
from domain.identifiers import DeadlineId
from domain.message import Message, WallSource
from domain.occurrence import CopiedPost
from domain.stored_deadline import DeadlineSource, StoredDeadline, message_identity, post_identity, zone_name
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork


class NoteDeadline:
    """
    - One deadline per message at most; "tomorrow" is counted from the moment of the message, where the owner lives.
    - A post that sets none itself may repeat one: that is read from the post it copies, and counted from that one's
      moment.
    - A message that is read again, after an edit, moves its deadline; one that says it no more withdraws it.
    - Of a comment whose deletion was heard of before it, nothing is kept.
    - What the grammar is unsure of is left to a second reader, if the owner wants one (DEADLINE_MODEL).
    """

    def __init__(self, *, ids: Ids, clock: Clock, rules: Rules) -> None:
        self._ids = ids
        self._clock = clock
        self._rules = rules

    async def execute(
        self, uow: UnitOfWork, message: Message, *, copied: Sequence[CopiedPost] = ()
    ) -> StoredDeadline | None:
        """The deadline that a new message sets. Its conversation is locked by this transaction."""
        deadline = await self._read(uow, message, copied)
        return None if deadline is None else await self._note(uow, message, deadline)

    async def again(self, uow: UnitOfWork, message: Message) -> StoredDeadline | None:
        """The deadline that it sets now, after an edit. Its conversation is locked by this transaction."""
        return await self._note(uow, message, await self._read(uow, message))

    async def keep(self, uow: UnitOfWork, message: Message, read: Deadline) -> StoredDeadline | None:
        """Keep what a second reader has read. The message's conversation is locked by this transaction."""
        return await self._note(uow, message, self._deadline(message, message.text, read))

    async def _note(self, uow: UnitOfWork, message: Message, deadline: StoredDeadline | None) -> StoredDeadline | None:
        known = await uow.deadlines.find_source(message.natural_key)
        if deadline is None and (known is None or known.deadline_id is None):
            return None
        source = await uow.deadlines.lock_source(message.natural_key)
        if source.withdrawn_at is not None:
            return None
        return await self._keep(uow, message, source, deadline)

    async def _keep(
        self, uow: UnitOfWork, message: Message, source: DeadlineSource, read: StoredDeadline | None
    ) -> StoredDeadline | None:
        if source.deadline_id is None:
            return None if read is None else await self._begin(uow, message, source, read)
        stored, now = await uow.deadlines.lock(source.deadline_id), self._clock.now()
        if read is None:
            await uow.deadlines.save(stored.withdrawn(now=now))
            return None
        moved = stored.read_again(at=read.at, quote=read.quote, now=now)
        await uow.deadlines.save(moved)
        return moved

    @staticmethod
    async def _begin(uow: UnitOfWork, message: Message, source: DeadlineSource, read: StoredDeadline) -> StoredDeadline:
        kept = await uow.deadlines.add(read)
        await uow.deadlines.save_source(replace(source, deadline_id=kept.id, conversation_id=message.conversation_id))
        return kept

    async def _read(
        self, uow: UnitOfWork, message: Message, copied: Sequence[CopiedPost] = ()
    ) -> StoredDeadline | None:
        for text, at in ((message.text, message.at), *((post.text, post.at) for post in copied)):
            found = extract_deadline(text, self._local(at))
            if found is not None:
                return self._deadline(message, text, found)
        if self._rules.second_reader and is_doubtful(message.text, self._local(message.at)):
            await uow.doubts.add(message.id, at=self._clock.now())
        return None

    def _deadline(self, message: Message, text: str, found: Deadline) -> StoredDeadline:
        is_post = isinstance(message.source, WallSource) and message.source.comment_id == 0
        now = self._clock.now()
        return StoredDeadline(
            id=DeadlineId(self._ids.new()),
            at=found.at,
            quote=found.quote,
            conversation_id=message.conversation_id,
            message_id=message.id,
            created_at=now,
            zone=zone_name(found.at),
            identity=post_identity(text, found.at) if is_post else message_identity(message.id),
            changed_at=now,
        )

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._rules.timezone)
