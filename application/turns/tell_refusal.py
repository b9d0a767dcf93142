"""Tell a person why there is no answer when it is their own account, or their own limit, that ends it."""

from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from application.balance.words import how_to_top_up, words
from application.rules import Rules
from application.turns.owe_text import OweText
from domain.balance import is_personal
from domain.channel import Channel
from domain.identifiers import MessageId, TurnId
from domain.language import language_of
from domain.message import Author, Message, NewMessage, refusal_natural_key
from domain.policy import Publishing
from domain.turn import Reason, Turn
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork

TOLD: Final = frozenset({Reason.BALANCE_EXHAUSTED, Reason.DAILY_LIMIT_REACHED, Reason.ANSWERS_EXHAUSTED})


class TellRefusal:
    """
    - Only to somebody who pays for themselves: what the community cannot pay is no business of theirs.
    - On the site it is a message of the system's, in VK a text that is owed; nobody pays for it.
    - Where others read along it is told once a day, without amounts.
    - Where nothing goes out by itself, this does not either.
    """

    def __init__(self, *, clock: Clock, ids: Ids, owe_text: OweText, rules: Rules) -> None:
        self._clock = clock
        self._ids = ids
        self._owe_text = owe_text
        self._rules = rules

    async def execute(self, uow: UnitOfWork, turn: Turn) -> Message | None:
        """
        The message to be shown on the site; ``turn`` was declined, its conversation and person are locked.

        Raises NotFoundError when what was asked is not kept any more.
        """
        if not is_personal(turn.payer) or turn.reason not in TOLD or turn.publishing is not Publishing.AT_ONCE:
            return None
        asked = await uow.messages.get(turn.opened_by)
        if turn.channel is Channel.SITE_CHAT:
            said, _ = await uow.messages.add(self._message(turn, await self._text(uow, turn, asked)))
            return said
        told = TurnId(self._told_as(turn))
        if not await self._owe_text.is_owed(uow, told):
            await self._owe(uow, turn, asked, told)
        return None

    async def _owe(self, uow: UnitOfWork, turn: Turn, asked: Message, told: TurnId) -> None:
        await self._owe_text.execute(
            uow,
            asked,
            await self._text(uow, turn, asked),
            person_id=turn.person_id,
            channel=turn.channel,
            after_seq=(await uow.conversations.get(turn.conversation_id)).last_seq,
            turn_id=told,
        )

    def _told_as(self, turn: Turn) -> UUID:
        """In public the same for all refusals of a day."""
        once = turn.id if _is_private(turn.channel) else f"{turn.payer}:{self._rules.day(self._clock.now())}"
        return uuid5(NAMESPACE_OID, f"otklik:refusal:{turn.reason}:{once}")

    async def _text(self, uow: UnitOfWork, turn: Turn, asked: Message) -> str:
        lang = language_of([asked.text])
        if turn.reason == Reason.ANSWERS_EXHAUSTED:
            return words("refused_answers", lang, limit=self._rules.person_daily_answers)
        if turn.reason == Reason.DAILY_LIMIT_REACHED:
            return words("refused_day", lang)
        if not _is_private(turn.channel):
            return words("refused_public", lang)
        since = self._rules.day_start(self._clock.now())
        available = (await uow.accounts.balance(turn.payer, since=since)).available
        return words("refused", lang, price=turn.price, available=available, how=how_to_top_up(self._rules, lang))

    def _message(self, turn: Turn, text: str) -> NewMessage:
        return NewMessage(
            id=MessageId(self._ids.new()),
            conversation_id=turn.conversation_id,
            author=Author.SYSTEM,
            text=text,
            natural_key=refusal_natural_key(turn.id),
            at=self._clock.now(),
        )


def _is_private(channel: Channel) -> bool:
    return channel in {Channel.SITE_CHAT, Channel.VK_MESSAGE}
