"""A visitor of the site gives a command."""

from dataclasses import dataclass

from application.chat.post_message import Accepted, MessageTooLongError
from application.chat.visitor import Visitor
from application.commands.answer_command import AnswerCommand
from application.commands.asked import Asked
from application.commands.change_session import Change, Changed, ChangeSession, Effect
from domain.channel import Channel
from domain.command import Command
from domain.identifiers import MessageId
from domain.live import MessageAdded
from domain.message import (
    MAX_TEXT,
    Author,
    Message,
    NewMessage,
    chat_natural_key,
    command_answer_natural_key,
)
from ports.clock import Clock
from ports.ids import Ids
from ports.live_feed import LiveFeed
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRun:
    """
    ``answer`` is None for a command that was run before.

    ``visitor`` is who the socket speaks for from now on, ``effect`` what has become of its session.
    """

    accepted: Accepted
    visitor: Visitor
    answer: Message | None = None
    effect: Effect = Effect.NONE


class RunCommand:
    """
    - The command, what it does and its answer are stored together, in the conversation in which it was given.
    - It costs nothing and opens no turn.
    - What is recorded of it has no password in it.
    - The same client id in the same conversation is the same command: it is not run twice.
    - All tabs of the visitor are told the command and the answer, before what has become of the session.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        ids: Ids,
        answer: AnswerCommand,
        change_session: ChangeSession,
        feed: LiveFeed,
        wakeup: Wakeup,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._answer = answer
        self._change_session = change_session
        self._feed = feed
        self._wakeup = wakeup

    async def execute(self, visitor: Visitor, *, client_id: str, command: Command, lang: str) -> CommandRun:
        """Raises MessageTooLongError, NotFoundError, StorageUnavailableError."""
        if command.length > MAX_TEXT:
            raise MessageTooLongError(length=command.length, most=MAX_TEXT)
        change = await self._change_session.prepare(visitor, command, lang=lang)

        async def run(uow: UnitOfWork) -> tuple[CommandRun, Changed | None]:
            message, is_new = await uow.messages.add(self._message(visitor, client_id, command))
            accepted = Accepted(message=message, turn_id=message.turn_id, is_new=is_new)
            if not is_new:
                return CommandRun(accepted=accepted, visitor=visitor), None
            changed = await self._change(uow, visitor, command, message, lang, change)
            answer, _ = await uow.messages.add(self._system_message(message, changed.text))
            return (
                CommandRun(accepted=accepted, visitor=changed.visitor, answer=answer, effect=changed.effect),
                changed,
            )

        done, changed = await self._storage.run(run)
        if changed is not None and done.answer is not None:
            await self._tell(done.accepted.message, done.answer, changed)
        return done

    async def _change(
        self,
        uow: UnitOfWork,
        visitor: Visitor,
        command: Command,
        message: Message,
        lang: str,
        change: Change | None,
    ) -> Changed:
        if change is not None:
            return await change(uow)
        await uow.sessions.touch(visitor.session.id, seen_at=self._clock.now(), conversation_id=visitor.conversation_id)
        asked = Asked(
            command=command, message=message, person_id=visitor.person.id, channel=Channel.SITE_CHAT, lang=lang
        )
        return Changed(text=await self._answer.execute(uow, asked), visitor=visitor)

    async def _tell(self, message: Message, answer: Message, changed: Changed) -> None:
        for each in (message, answer):
            await self._feed.publish(MessageAdded(conversation_id=each.conversation_id, message=each))
        await self._change_session.tell(changed)
        self._wakeup.signal(Queue.NOTIFICATIONS)

    def _message(self, visitor: Visitor, client_id: str, command: Command) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=visitor.conversation_id,
            author=Author.PERSON,
            text=command.text,
            natural_key=chat_natural_key(visitor.conversation_id, client_id),
            at=self._clock.now(),
            person_id=visitor.person.id,
            client_id=client_id,
        )

    def _system_message(self, message: Message, text: str) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=message.conversation_id,
            author=Author.SYSTEM,
            text=text,
            natural_key=command_answer_natural_key(message.id),
            at=self._clock.now(),
        )
