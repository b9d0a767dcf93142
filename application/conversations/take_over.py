"""A person of the community speaks in a conversation from now on."""

from application.audit.note_act import NoteAct
from application.rules import Rules
from domain.act import Deed
from domain.channel import Channel
from domain.identifiers import ConversationId
from domain.turn import STOPPABLE, Turn, TurnState
from ports.storage import Storage, UnitOfWork
from ports.wakeup import Queue, Wakeup


class TakeOver:
    """
    - From the commit on the assistant begins no answer there, and sends none that it has not begun to send.
    - What it was about to say is declined and its hold released, by whoever holds the turn; on the site an answer that
      is being shown is stopped where it is.
    - A draft that waits for a person is declined too.
    - An answer of which VK may have a part already is finished: half of one would stay there.
    - It lasts until it is handed back, or for the time that the owner has set; whatever the person of the community
      says there prolongs it.
    """

    def __init__(self, *, storage: Storage, wakeup: Wakeup, rules: Rules, note: NoteAct) -> None:
        self._storage = storage
        self._wakeup = wakeup
        self._rules = rules
        self._note = note

    async def execute(self, conversation_id: ConversationId, *, by: str) -> None:
        """Raises NotFoundError, StorageUnavailableError."""

        async def take_over(uow: UnitOfWork) -> None:
            await self.begin(uow, conversation_id, by=by)
            await self._note.execute(uow, Deed.TOOK_OVER, by=by, on=conversation_id)

        await self._storage.run(take_over)
        self._wakeup.signal(Queue.TURNS)

    async def begin(self, uow: UnitOfWork, conversation_id: ConversationId, *, by: str) -> None:
        """In a transaction that is open already; turns are to be woken up after it. Raises NotFoundError."""
        await uow.conversations.take_over(conversation_id, by=by, lasting=self._rules.takeover)
        for turn in await uow.turns.running(conversation_id):
            if turn.channel is Channel.SITE_CHAT and turn.state is TurnState.WRITING:
                await uow.turns.request_stop(turn.id)
            elif await _has_said_nothing(uow, turn):
                # It may wait for its next try; now it has only to be given up.
                await uow.turns.wake(turn.id)
        for draft in await uow.turns.drafts_in(conversation_id):
            await uow.turns.wake(draft.id)


async def _has_said_nothing(uow: UnitOfWork, turn: Turn) -> bool:
    if turn.state in STOPPABLE:
        return True
    return not any(delivery.was_called for delivery in await uow.deliveries.of_turn(turn.id))
