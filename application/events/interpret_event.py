"""Understand a stored event: record what was said and owe an answer where one is due."""

from datetime import timedelta
from functools import partial
from typing import Final

from application.events.record_change import RecordChange
from application.events.record_comment import RecordComment
from application.events.record_dialog_message import RecordDialogMessage
from application.events.record_own import RecordOwn
from application.events.record_post import RecordPost
from application.turns.answer_at_once import AnswerAtOnce, Opening
from domain.backoff import delay
from domain.command import says_password
from domain.errors import LeaseLostError, StorageUnavailableError
from domain.event import ClaimedEvent
from domain.occurrence import (
    CommentChanged,
    CommentDeleted,
    CommentWritten,
    MessageChanged,
    MessageReceived,
    NothingToAnswer,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
    is_apart,
    place_of,
)
from ports.event_reader import EventReader, UnreadableEventError
from ports.log import Log
from ports.randomness import Randomness
from ports.storage import Storage, UnitOfWork
from ports.tracing import NO_TRACING, Tracing

MOST_TRIES: Final = 5
"""A poison event is put aside after these, so that the next ones go on."""


class InterpretEvent:
    """
    - What an event means is recorded in the transaction that marks it as understood: all of it, once.
    - One that says a password is blanked in that transaction.
    - An event of a shape we cannot read is kept with its reason.
    - An event that fails for another reason is tried again later, a few times.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        reader: EventReader,
        record_comment: RecordComment,
        record_post: RecordPost,
        record_dialog_message: RecordDialogMessage,
        record_own: RecordOwn,
        record_change: RecordChange,
        at_once: AnswerAtOnce,
        randomness: Randomness,
        log: Log,
        tracing: Tracing = NO_TRACING,
    ) -> None:
        self._storage = storage
        self._reader = reader
        self._record_comment = record_comment
        self._record_post = record_post
        self._record_dialog_message = record_dialog_message
        self._record_own = record_own
        self._record_change = record_change
        self._randomness = randomness
        self._at_once = at_once
        self._log = log
        self._tracing = tracing

    async def execute(self, claimed: ClaimedEvent) -> None:
        """Never raises for what is wrong with the event; a lost lease or a lost database is left to the next claim."""
        with self._log.bound(event=str(claimed.event.id), event_type=claimed.event.type):
            try:
                known = {"otklik.event.id": str(claimed.event.id), "otklik.event.type": claimed.event.type}
                with self._tracing.span("event", known, trace=claimed.event.id):
                    await self._interpret(claimed)
            except LeaseLostError:
                self._log.info("event_taken_over")
            except StorageUnavailableError as error:
                self._log.warning("event_left_for_later", error=error)

    async def _interpret(self, claimed: ClaimedEvent) -> None:
        try:
            occurrence = self._reader.read(claimed.event)
            among = place_of(occurrence) if is_apart(occurrence) else None
            await self._at_once.execute(partial(self._record, claimed, occurrence), among=among)
        except UnreadableEventError as error:
            await self._storage.run(partial(self._give_up, claimed, f"unreadable: {error.where}"))
        except (LeaseLostError, StorageUnavailableError):
            raise
        except Exception as error:  # noqa: BLE001 - one bad event must not stop the queue; it is kept and logged
            self._log.error("event_failed", error=error, tries=claimed.tries + 1)
            await self._storage.run(partial(self._try_later, claimed, type(error).__name__))

    async def _record(self, claimed: ClaimedEvent, occurrence: Occurrence, uow: UnitOfWork, opening: Opening) -> None:
        await uow.events.finish(claimed.event.id, lease_token=claimed.lease_token)
        match occurrence:
            case CommentWritten():
                await self._record_comment.execute(uow, occurrence, opening)
            case PostPublished():
                await self._record_post.execute(uow, occurrence, opening)
            case MessageReceived():
                await self._record_dialog_message.execute(uow, occurrence)
                if says_password(occurrence.text):
                    await uow.events.blank(claimed.event.id, lease_token=claimed.lease_token)
            case OwnCommentSeen() | OwnMessageSeen():
                await self._record_own.execute(uow, occurrence)
            case CommentChanged() | CommentDeleted() | MessageChanged():
                await self._record_change.execute(uow, occurrence)
                if isinstance(occurrence, MessageChanged) and says_password(occurrence.now.text):
                    await uow.events.blank(claimed.event.id, lease_token=claimed.lease_token)
            case NothingToAnswer(why=why):
                self._log.debug("event_needs_nothing", why=why)

    async def _give_up(self, claimed: ClaimedEvent, reason: str, uow: UnitOfWork) -> None:
        self._log.warning("event_given_up", reason=reason)
        await uow.events.give_up(claimed.event.id, lease_token=claimed.lease_token, reason=reason[:200])

    async def _try_later(self, claimed: ClaimedEvent, reason: str, uow: UnitOfWork) -> None:
        tries = claimed.tries + 1
        if tries >= MOST_TRIES:
            await self._give_up(claimed, f"failed {tries} times: {reason}", uow)
            return
        wait = delay(tries, first=1.0, most=60.0, spread=self._randomness.fraction())
        await uow.events.postpone(claimed.event.id, lease_token=claimed.lease_token, after=timedelta(seconds=wait))
