"""Owe an answer to a message."""

from application.rules import Rules
from application.turns.answer_at_once import Opening
from domain.balance import COMMUNITY_ACCOUNT, Payer, account_of
from domain.channel import Channel
from domain.identifiers import PersonId, TurnId
from domain.message import Message
from domain.turn import ClaimedTurn, Turn
from ports.clock import Clock
from ports.ids import Ids
from ports.storage import UnitOfWork
from ports.tracing import NO_TRACING, Tracing


class OpenTurn:
    """
    - A message joins the author's own turn while that still takes messages in: a burst gets one answer.
    - Otherwise it opens a turn; strangers never share one.
    - Who pays is fixed with it: the community, or whoever asks; for its own posts always the community.
    - How the answer gets out is fixed with it: a policy that is changed later is for later turns.
    """

    def __init__(self, *, ids: Ids, clock: Clock, rules: Rules, tracing: Tracing = NO_TRACING) -> None:
        self._ids = ids
        self._clock = clock
        self._rules = rules
        self._tracing = tracing

    async def execute(
        self,
        uow: UnitOfWork,
        message: Message,
        *,
        person_id: PersonId,
        channel: Channel,
        by_community: bool = False,
        opening: Opening | None = None,
    ) -> TurnId:
        """
        ``message`` was added in this transaction, so its conversation is locked.

        ``by_community``: it is the community itself that asks. With ``opening`` the answer may be begun as well.
        """
        joined = await uow.turns.joinable(message.conversation_id, person_id=person_id)
        turn = joined or self._turn(message, person_id, channel, by_community=by_community)
        # What is seen of an event leads to the turn, whose own trace begins with the first step.
        known = {"otklik.turn.id": str(turn.id), "otklik.conversation.id": str(turn.conversation_id)}
        with self._tracing.span("turn open" if joined is None else "turn join", known, trace=turn.id):
            claimed = await self._owe(uow, turn, opening) if joined is None else None
            await uow.messages.assign(message.id, turn_id=turn.id)
            if opening is not None and claimed is not None:
                await opening.begin(uow, claimed)
        return turn.id

    async def _owe(self, uow: UnitOfWork, turn: Turn, opening: Opening | None) -> ClaimedTurn | None:
        after = self._rules.gather(turn.channel)
        if opening is not None:
            return await opening.owe(uow, turn, after=after)
        await uow.turns.add(turn, after=after)
        return None

    def _turn(self, message: Message, person_id: PersonId, channel: Channel, *, by_community: bool) -> Turn:
        return Turn(
            id=TurnId(self._ids.new()),
            conversation_id=message.conversation_id,
            channel=channel,
            person_id=person_id,
            payer=self._payer(person_id, by_community=by_community),
            price=self._rules.price,
            opened_by=message.id,
            created_at=self._clock.now(),
            publishing=self._rules.policy(channel).publishing,
        )

    def _payer(self, person_id: PersonId, *, by_community: bool) -> str:
        if by_community or self._rules.payer is Payer.COMMUNITY:
            return COMMUNITY_ACCOUNT
        return account_of(person_id)
