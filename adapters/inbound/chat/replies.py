"""What a frame of a signed-on visitor leads to: one use case, one reply."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.inbound.chat import frames
from adapters.inbound.chat.account_replies import AccountReplies
from adapters.inbound.chat.decode import parse_id
from adapters.inbound.chat.encode import FrameEncoder, conversation_item, found_item
from adapters.inbound.chat.reply import Answer, Reply
from adapters.inbound.chat.services import ChatServices
from adapters.inbound.chat.words import words
from application.chat.post_message import Accepted
from application.chat.visitor import Visitor
from application.commands.change_session import Effect
from domain.command import Command, parse_command
from domain.identifiers import ConversationId, MessageId, TurnId
from domain.rating import Verdict


class Replies:
    def __init__(self, *, services: ChatServices, encoder: FrameEncoder) -> None:
        self._services = services
        self._encoder = encoder
        self._accounts = AccountReplies(services=services, encoder=encoder)
        self._answers: Mapping[type[frames.ClientFrame], Answer] = {
            **self._accounts.answers,
            frames.History: self._history,
            frames.Conversations: self._conversations,
            frames.Search: self._search,
            frames.Open: self._open,
            frames.Retry: self._retry,
            frames.Stop: self._stop,
            frames.Rate: self._rate,
            frames.Ping: self._ping,
        }

    async def reply(self, frame: frames.AnyClientFrame, visitor: Visitor, *, lang: str) -> Reply:
        """Raises what the use cases raise."""
        if isinstance(frame, frames.Say):
            return await self._say(frame, visitor, lang)
        answer = self._answers.get(type(frame))
        if answer is not None:
            return await answer(frame, visitor)
        # All that is left is a second hello.
        error = frames.ErrorFrame(ref=frame.ref, code="bad_frame", message=words("bad_frame", lang))
        return Reply(frame=error, visitor=visitor)

    async def _conversations(self, frame: frames.Conversations, visitor: Visitor) -> Reply:
        items = [conversation_item(item) for item in await self._services.list_chats.execute(visitor)]
        return Reply(frame=frames.ConversationsFrame(ref=frame.ref, items=items), visitor=visitor)

    async def _search(self, frame: frames.Search, visitor: Visitor) -> Reply:
        items = [found_item(hit) for hit in await self._services.search_chats.execute(visitor, frame.text)]
        return Reply(frame=frames.Found(ref=frame.ref, items=items), visitor=visitor)

    async def _retry(self, frame: frames.Retry, visitor: Visitor) -> Reply:
        turn = await self._services.retry_answer.execute(visitor, TurnId(parse_id(frame.turn_id, "turn")))
        started = frames.TurnStarted(ref=frame.ref, turn_id=str(turn.id), conversation_id=str(turn.conversation_id))
        return Reply(frame=started, visitor=visitor)

    async def _ping(self, frame: frames.Ping, visitor: Visitor) -> Reply:
        return Reply(frame=frames.Pong(ref=frame.ref), visitor=visitor)

    async def _stop(self, frame: frames.Stop, visitor: Visitor) -> Reply:
        turn_id = TurnId(parse_id(frame.turn_id, "turn"))
        ended = await self._services.stop_answer.execute(visitor, turn_id)
        if ended is None:
            return Reply(frame=None, visitor=visitor, stopping=turn_id)
        return Reply(frame=self._encoder.turn_ended(ended, frame.ref), visitor=visitor)

    async def _rate(self, frame: frames.Rate, visitor: Visitor) -> Reply:
        message_id = MessageId(parse_id(frame.message_id, "message"))
        await self._services.rate_answer.execute(visitor, message_id, Verdict(frame.value))
        return Reply(frame=frames.Rated(ref=frame.ref), visitor=visitor)

    async def _say(self, frame: frames.Say, visitor: Visitor, lang: str) -> Reply:
        command = parse_command(frame.text)
        if command is not None:
            return await self._command(frame, command, visitor, lang)
        accepted = await self._services.post_message.execute(visitor, client_id=frame.id, text=frame.text)
        return Reply(frame=self._accepted(frame, accepted), visitor=visitor, posted=[accepted.message.id])

    async def _command(self, frame: frames.Say, command: Command, visitor: Visitor, lang: str) -> Reply:
        ran = await self._services.run_command.execute(visitor, client_id=frame.id, command=command, lang=lang)
        accepted = self._accepted(frame, ran.accepted)
        if ran.answer is None:
            return Reply(frame=accepted, visitor=visitor, posted=[ran.accepted.message.id])
        answer = frames.MessageFrame(message=self._encoder.message(ran.answer))
        change = await self._change(ran.effect, ran.visitor)
        return replace(
            change,
            frame=accepted,
            more=[answer, *([change.frame] if change.frame else [])],
            posted=[ran.accepted.message.id, ran.answer.id],
        )

    async def _change(self, effect: Effect, visitor: Visitor) -> Reply:
        """What is told, unasked, of a session that a command has changed."""
        match effect:
            case Effect.NONE:
                return Reply(frame=None, visitor=visitor)
            case Effect.SIGNED_IN:
                return await self._accounts.signed_in(None, visitor)
            case Effect.SIGNED_OUT:
                return Reply(frame=frames.SignedOut(), visitor=visitor, signed_out=True)
            case Effect.OPENED:
                return await self._opened(None, visitor)

    def _accepted(self, frame: frames.Say, accepted: Accepted) -> frames.Accepted:
        return frames.Accepted(
            ref=frame.ref,
            id=frame.id,
            message=self._encoder.message(accepted.message),
            turn_id=str(accepted.turn_id) if accepted.turn_id else None,
        )

    async def _history(self, frame: frames.History, visitor: Visitor) -> Reply:
        wanted = ConversationId(parse_id(frame.conversation_id, "conversation")) if frame.conversation_id else None
        history = await self._services.read_history.execute(
            visitor, conversation_id=wanted, before_seq=frame.before_seq, limit=frame.limit
        )
        told = frames.HistoryFrame(
            ref=frame.ref,
            conversation_id=str(history.conversation_id),
            messages=[self._encoder.message(message) for message in history.messages],
            more=history.more,
        )
        return Reply(frame=told, visitor=visitor)

    async def _open(self, frame: frames.Open, visitor: Visitor) -> Reply:
        wanted = ConversationId(parse_id(frame.conversation_id, "conversation")) if frame.conversation_id else None
        return await self._opened(frame.ref, await self._services.open_chat.execute(visitor, wanted))

    async def _opened(self, ref: str | None, moved: Visitor) -> Reply:
        history = await self._services.read_history.execute(moved, conversation_id=None, before_seq=None, limit=50)
        last_seq = history.messages[-1].seq if history.messages else 0
        told = frames.Opened(
            ref=ref,
            conversation=frames.ConversationInfo(id=str(moved.conversation_id), last_seq=last_seq),
            messages=[self._encoder.message(message) for message in history.messages],
        )
        return Reply(frame=told, visitor=moved, told_upto=last_seq)
