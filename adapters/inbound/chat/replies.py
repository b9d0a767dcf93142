"""What a frame of a signed-on visitor leads to: one use case, one reply."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.inbound.chat import frames
from adapters.inbound.chat.decode import parse_id
from adapters.inbound.chat.encode import FrameEncoder, conversation_item
from adapters.inbound.chat.services import ChatServices
from adapters.inbound.chat.words import words
from application.chat.visitor import Visitor
from domain.identifiers import ConversationId, MessageId, TurnId


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """
    ``visitor`` is who the socket speaks for from now on; ``posted`` the message that its own feed need not tell.

    ``told_upto`` is the number of the last message that the frame shows of a conversation just opened.
    """

    frame: frames.ServerFrame
    visitor: Visitor
    posted: MessageId | None = None
    told_upto: int = 0
    signed_out: bool = False


class Replies:
    def __init__(self, *, services: ChatServices, encoder: FrameEncoder) -> None:
        self._services = services
        self._encoder = encoder
        self._answers: Mapping[type[frames.ClientFrame], Callable[[Any, Visitor], Awaitable[Reply]]] = {
            frames.Say: self._say,
            frames.Register: self._register,
            frames.Login: self._login,
            frames.Logout: self._logout,
            frames.History: self._history,
            frames.Conversations: self._conversations,
            frames.Open: self._open,
            frames.Retry: self._retry,
            frames.Ping: self._ping,
        }

    async def reply(self, frame: frames.AnyClientFrame, visitor: Visitor, *, lang: str) -> Reply:
        """Raises what the use cases raise."""
        answer = self._answers.get(type(frame))
        if answer is not None:
            return await answer(frame, visitor)
        # A second hello is out of turn; the others are frames of the protocol that this server does not serve.
        is_out_of_turn = isinstance(frame, frames.Hello)
        code, key = ("bad_frame", "bad_frame") if is_out_of_turn else ("unavailable", "unsupported")
        return Reply(frame=frames.ErrorFrame(ref=frame.ref, code=code, message=words(key, lang)), visitor=visitor)

    async def _register(self, frame: frames.Register, visitor: Visitor) -> Reply:
        signed = await self._services.register.execute(visitor, login=frame.login, password=frame.password)
        return await self._signed_in(frame, signed)

    async def _login(self, frame: frames.Login, visitor: Visitor) -> Reply:
        signed = await self._services.log_in.execute(visitor, login=frame.login, password=frame.password)
        return await self._signed_in(frame, signed)

    async def _logout(self, frame: frames.Logout, visitor: Visitor) -> Reply:
        await self._services.log_out.execute(visitor)
        return Reply(frame=frames.SignedOut(ref=frame.ref), visitor=visitor, signed_out=True)

    async def _conversations(self, frame: frames.Conversations, visitor: Visitor) -> Reply:
        items = [conversation_item(item) for item in await self._services.list_chats.execute(visitor)]
        return Reply(frame=frames.ConversationsFrame(ref=frame.ref, items=items), visitor=visitor)

    async def _retry(self, frame: frames.Retry, visitor: Visitor) -> Reply:
        turn = await self._services.retry_answer.execute(visitor, TurnId(parse_id(frame.turn_id, "turn")))
        started = frames.TurnStarted(ref=frame.ref, turn_id=str(turn.id), conversation_id=str(turn.conversation_id))
        return Reply(frame=started, visitor=visitor)

    async def _ping(self, frame: frames.Ping, visitor: Visitor) -> Reply:
        return Reply(frame=frames.Pong(ref=frame.ref), visitor=visitor)

    async def _say(self, frame: frames.Say, visitor: Visitor) -> Reply:
        accepted = await self._services.post_message.execute(visitor, client_id=frame.id, text=frame.text)
        told = frames.Accepted(
            ref=frame.ref,
            id=frame.id,
            message=self._encoder.message(accepted.message),
            turn_id=str(accepted.turn_id) if accepted.turn_id else None,
        )
        return Reply(frame=told, visitor=visitor, posted=accepted.message.id)

    async def _signed_in(self, frame: frames.Register | frames.Login, visitor: Visitor) -> Reply:
        opened = await self._services.open_session.execute(token=visitor.token, conversation_id=None)
        return Reply(frame=self._encoder.signed_in(visitor, opened.conversation, frame.ref), visitor=visitor)

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
        moved = await self._services.open_chat.execute(visitor, wanted)
        history = await self._services.read_history.execute(moved, conversation_id=None, before_seq=None, limit=50)
        last_seq = history.messages[-1].seq if history.messages else 0
        told = frames.Opened(
            ref=frame.ref,
            conversation=frames.ConversationInfo(id=str(moved.conversation_id), last_seq=last_seq),
            messages=[self._encoder.message(message) for message in history.messages],
        )
        return Reply(frame=told, visitor=moved, told_upto=last_seq)
