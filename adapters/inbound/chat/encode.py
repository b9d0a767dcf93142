"""From the core's words to the frames that are sent."""

from collections.abc import Callable

from adapters.inbound.chat import frames
from adapters.inbound.chat.encoded_once import EncodedOnce
from adapters.inbound.chat.export_info import (
    ExportedAccount,
    ExportedEntry,
    ExportedMessage,
    ExportedPerson,
    ExportedSession,
    ExportInfo,
)
from application.accounts.export_person import Export
from application.chat.catch_up import Missed
from application.chat.list_chats import ChatItem
from application.chat.open_session import OpenedSession
from application.chat.search_chats import Hit
from application.chat.visitor import Visitor
from domain import live
from domain.conversation import Conversation
from domain.message import MAX_TEXT, Author, Message
from domain.person import Person

Render = Callable[[str], str]
"""Markdown to sanitised HTML."""

PROTOCOL = 1


class FrameEncoder:
    """One for all sockets; the assistant's and operators' texts get ``html``, a person's text stays text."""

    def __init__(self, *, render: Render, answer_price: str) -> None:
        self._render = render
        self._answer_price = answer_price
        self._told = EncodedOnce()

    def welcome(self, opened: OpenedSession, ref: str | None) -> frames.Welcome:
        session = opened.visitor.session
        return frames.Welcome(
            ref=ref,
            protocol=PROTOCOL,
            token=opened.visitor.token,
            session=frames.SessionInfo(id=str(session.id), opened_at=session.opened_at, resumed=opened.resumed),
            person=person_info(opened.visitor.person),
            conversation=conversation_info(opened.conversation),
            limits=frames.Limits(max_text=MAX_TEXT, answers_left_today=opened.answers_left_today),
            answer_price=self._answer_price,
        )

    def signed_in(self, visitor: Visitor, conversation: Conversation, ref: str | None) -> frames.SignedIn:
        return frames.SignedIn(
            ref=ref,
            token=visitor.token,
            person=person_info(visitor.person),
            conversation=conversation_info(conversation),
        )

    def message(self, message: Message) -> frames.MessageInfo:
        is_ours = message.author in {Author.ASSISTANT, Author.OPERATOR}
        return frames.MessageInfo(
            id=str(message.id),
            seq=message.seq,
            author=message.author,
            text=message.text,
            at=message.at,
            html=self._render(message.text) if is_ours else None,
            turn_id=str(message.turn_id) if message.turn_id and message.author is not Author.PERSON else None,
        )

    def turn_ended(self, ended: live.TurnEnded, ref: str | None = None) -> frames.TurnEnded:
        return frames.TurnEnded(
            ref=ref,
            turn_id=str(ended.turn_id),
            state=ended.state,
            charged=ended.charged,
            message=self.message(ended.message) if ended.message else None,
            code=_PUBLIC_CODES.get(ended.code, ended.code) if ended.code else None,
            retryable=ended.retryable,
        )

    def news(self, news: live.ConversationNews) -> str:
        """The frame that everybody who follows is sent, as JSON; a fragment as a whole."""
        return self._told.encode(news, self._news_frame)

    def _news_frame(self, news: live.ConversationNews) -> frames.ServerFrame:
        match news:
            case live.MessageAdded(message=message):
                return frames.MessageFrame(message=self.message(message))
            case live.TurnStarted(turn_id=turn_id, conversation_id=conversation_id):
                return frames.TurnStarted(turn_id=str(turn_id), conversation_id=str(conversation_id))
            case live.AnswerRestarted(turn_id=turn_id):
                return frames.Snapshot(turn_id=str(turn_id), text="")
            case live.FragmentWritten(turn_id=turn_id, offset=offset, text=text):
                return frames.Delta(turn_id=str(turn_id), offset=offset, text=text)
            case live.TurnEnded():
                return self.turn_ended(news)

    def missed(self, missed: Missed) -> list[frames.ServerFrame]:
        told: list[frames.ServerFrame] = [frames.MessageFrame(message=self.message(each)) for each in missed.messages]
        told += [frames.Snapshot(turn_id=str(each.turn_id), text=each.text) for each in missed.running]
        told += [self.turn_ended(each) for each in missed.ended]
        return told


_PUBLIC_CODES = {"daily_limit_reached": "balance_exhausted"}
"""A visitor need not know how the owner bounds the spending."""


def person_info(person: Person) -> frames.PersonInfo:
    return frames.PersonInfo(id=str(person.id), kind=person.kind, login=person.login)


def export_info(page: Export) -> ExportInfo:
    person = page.person
    return ExportInfo(
        person=ExportedPerson(
            id=str(person.id),
            kind=person.kind,
            created_at=person.created_at,
            login=person.login,
            vk_id=person.vk_id,
        ),
        sessions=[
            ExportedSession(
                id=str(each.id),
                opened_at=each.opened_at,
                seen_at=each.seen_at,
                ended_at=each.ended_at,
                end_reason=each.end_reason,
            )
            for each in page.sessions
        ],
        messages=[
            ExportedMessage(
                id=str(each.id),
                conversation_id=str(each.conversation_id),
                seq=each.seq,
                author=each.author,
                text=each.text,
                at=each.at,
            )
            for each in page.messages
        ],
        account=_account_info(page),
    )


def _account_info(page: Export) -> ExportedAccount | None:
    if page.balance is None:
        return None
    entries = [
        ExportedEntry(at=entry.at, kind=entry.kind, amount=str(entry.amount), reason=entry.reason)
        for entry in page.entries
    ]
    return ExportedAccount(available=str(page.balance.available), held=str(page.balance.held), entries=entries)


def conversation_info(conversation: Conversation) -> frames.ConversationInfo:
    return frames.ConversationInfo(id=str(conversation.id), last_seq=conversation.last_seq)


def found_item(hit: Hit) -> frames.FoundItem:
    message = hit.message
    return frames.FoundItem(
        conversation_id=str(message.conversation_id),
        message_id=str(message.id),
        seq=message.seq,
        author=message.author,
        at=message.at,
        excerpt=hit.excerpt,
    )


def conversation_item(item: ChatItem) -> frames.ConversationItem:
    return frames.ConversationItem(id=str(item.id), title=item.title, last_at=item.last_at, last_seq=item.last_seq)
