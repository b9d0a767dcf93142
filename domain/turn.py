"""
One answer owed: a pure state machine.

    owed → funded → writing → written → sent → settled
      └──────┴────────┴→ declined · stopped · failed (also from written)
    failed → owed (nothing was sent yet) or written (a delivery row exists: the stored text is sent again)
    failed → declined (somebody has looked, and it is not to be answered any more)

Every step is stored before the next begins; a worker that takes a turn over goes on at the last stored step.
What a person has to approve first waits in ``written``; what is only to be looked at is declined from there.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, Self

from domain.balance import NOBODY
from domain.channel import Channel
from domain.errors import InvalidTransitionError
from domain.identifiers import ConversationId, MessageId, PersonId, TurnId
from domain.money import ZERO
from domain.policy import Publishing


class TurnState(StrEnum):
    OWED = "owed"
    FUNDED = "funded"
    WRITING = "writing"
    WRITTEN = "written"
    SENT = "sent"
    SETTLED = "settled"
    DECLINED = "declined"
    STOPPED = "stopped"
    FAILED = "failed"


ENDED: Final = frozenset({TurnState.SETTLED, TurnState.DECLINED, TurnState.STOPPED, TurnState.FAILED})
JOINABLE: Final = frozenset({TurnState.OWED, TurnState.FUNDED})
"""A later message of the same author still becomes part of the turn in these states."""
STOPPABLE: Final = JOINABLE | {TurnState.WRITING}
"""The person can still stop the answer in these states; later it is written."""

_GIVING_UP = {TurnState.DECLINED, TurnState.STOPPED, TurnState.FAILED}
TRANSITIONS: Final[dict[TurnState, frozenset[TurnState]]] = {
    TurnState.OWED: frozenset({TurnState.FUNDED, *_GIVING_UP}),
    TurnState.FUNDED: frozenset({TurnState.WRITING, *_GIVING_UP}),
    TurnState.WRITING: frozenset({TurnState.WRITTEN, *_GIVING_UP}),
    TurnState.WRITTEN: frozenset({TurnState.SENT, TurnState.DECLINED, TurnState.FAILED}),
    TurnState.SENT: frozenset({TurnState.SETTLED}),
    TurnState.FAILED: frozenset({TurnState.OWED, TurnState.WRITTEN, TurnState.DECLINED}),
    TurnState.SETTLED: frozenset(),
    TurnState.DECLINED: frozenset(),
    TurnState.STOPPED: frozenset(),
}


class Reason(StrEnum):
    """Why a turn ended without being settled; shown by ``otklik turns list`` and to the visitor in words."""

    BALANCE_EXHAUSTED = "balance_exhausted"
    DAILY_LIMIT_REACHED = "daily_limit_reached"
    ANSWERS_EXHAUSTED = "answers_exhausted"
    BLOCKED = "blocked"
    OPERATOR_HERE = "operator_here"
    STOPPED_BY_OWNER = "stopped_by_owner"
    STOPPED_BY_PERSON = "stopped_by_person"
    MODEL_FAILED = "model_failed"
    MODEL_REFUSED = "model_refused"
    ANSWER_CUT = "answer_cut"
    DELIVERY_REFUSED = "delivery_refused"
    DELIVERY_UNCONFIRMED = "delivery_unconfirmed"
    AWAITS_APPROVAL = "awaits_approval"
    REJECTED = "rejected"
    SHADOW = "shadow"
    QUIET_HOURS = "quiet_hours"
    DISMISSED = "dismissed"
    FORGOTTEN = "forgotten"
    """Its words are gone: it can be neither asked nor sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """
    ``attempt`` counts from 1 and grows when a failed turn is retried: with the turn's id it is the hold's key.

    ``tries`` counts the model calls of this attempt that failed; a killed worker is no try.
    ``input_upto_seq`` is fixed on entering ``writing``: messages up to it are answered.
    ``answer`` is the whole text, from ``written`` on.
    ``stop_requested`` is the person's wish, noted beside the turn: its steps neither set it nor take it back.
    ``publishing`` is fixed when the turn is opened. ``approved_by`` is who let a draft go out, and who of the
    community may have changed its text; of a free text it is whose words it is, None when it is the program's. The
    tokens are what the writing of ``answer`` took, where the server said it.
    """

    id: TurnId
    conversation_id: ConversationId
    channel: Channel
    person_id: PersonId
    payer: str
    price: Decimal
    opened_by: MessageId
    created_at: datetime
    state: TurnState = TurnState.OWED
    attempt: int = 1
    tries: int = 0
    reason: str | None = None
    input_upto_seq: int | None = None
    answer: str | None = None
    model: str | None = None
    answer_message_id: MessageId | None = None
    stop_requested: bool = False
    publishing: Publishing = Publishing.AT_ONCE
    approved_by: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def hold_key(self) -> str:
        return f"{self.id}:{self.attempt}"

    @property
    def is_free(self) -> bool:
        """Its text is ours, not the model's: it was written from the beginning, and nobody pays for it."""
        return self.payer == NOBODY

    @property
    def is_operators(self) -> bool:
        """Its text is what a person of the community has said."""
        return self.is_free and self.approved_by is not None

    @property
    def charged(self) -> Decimal:
        """What it has cost: the price once its answer, or the part that was shown, is a message."""
        return ZERO if self.answer_message_id is None else self.price

    def fund(self) -> Self:
        return self._become(TurnState.FUNDED)

    def start_writing(self, *, upto_seq: int) -> Self:
        """Fix which messages are answered; a turn taken up again in ``writing`` keeps what was fixed."""
        if self.state is TurnState.WRITING:
            return self
        return replace(self._become(TurnState.WRITING), input_upto_seq=upto_seq)

    def wrote(
        self,
        answer: str,
        *,
        model: str | None,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
    ) -> Self:
        if self.state is not TurnState.WRITING:
            raise InvalidTransitionError(turn_id=self.id, state=self.state, wanted=TurnState.WRITTEN)
        return replace(
            self._become(TurnState.WRITTEN),
            answer=answer,
            model=model,
            reason=None,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
        )

    def failed_try(self, reason: str) -> Self:
        """Count a failed model call; the turn stays where it is and is tried again later."""
        return replace(self, tries=self.tries + 1, reason=reason)

    def waits_for(self, reason: str) -> Self:
        """Note why it goes on no further for now; its state stays."""
        return replace(self, reason=reason)

    @property
    def is_unconfirmed(self) -> bool:
        """Nobody knows whether VK has the answer: it waits for an event, or for the owner."""
        return self.state is TurnState.WRITTEN and self.reason == Reason.DELIVERY_UNCONFIRMED

    @property
    def is_troubled(self) -> bool:
        """It waits for somebody to decide: it has failed, or nobody knows whether it is out."""
        return self.state is TurnState.FAILED or self.is_unconfirmed

    @property
    def is_draft(self) -> bool:
        """It is written and waits for a person's approval."""
        return self.state is TurnState.WRITTEN and self.publishing is Publishing.DRAFT and self.approved_by is None

    @property
    def held_back(self) -> Publishing | None:
        """Why its text is not sent, though nobody has declined to: DRAFT while it waits, SHADOW for good."""
        if self.is_draft:
            return Publishing.DRAFT
        return Publishing.SHADOW if self.reason == Reason.SHADOW else None

    @property
    def goes_out(self) -> bool:
        """Its text may be sent as soon as it is written."""
        return self.publishing is not Publishing.SHADOW and not self.is_draft

    def reword(self, answer: str) -> Self:
        """A person gives a draft another text. Raises InvalidTransitionError."""
        self._require_draft(TurnState.WRITTEN)
        return replace(self, answer=answer)

    def approve(self, *, by: str) -> Self:
        """Let a draft go out; ``by`` is who did. Raises InvalidTransitionError."""
        self._require_draft(TurnState.SENT)
        return replace(self, approved_by=by, reason=None)

    def dismiss(self) -> Self:
        """
        Somebody has looked at what failed or is unconfirmed, and lets it be. Raises InvalidTransitionError.

        What VK has of it nevertheless stays there, unpaid.
        """
        if not self.is_troubled:
            raise InvalidTransitionError(turn_id=self.id, state=self.state, wanted=TurnState.DECLINED)
        return self.decline(Reason.DISMISSED)

    def reject(self) -> Self:
        """Raises InvalidTransitionError."""
        self._require_draft(TurnState.DECLINED)
        return self.decline(Reason.REJECTED)

    def sent(self) -> Self:
        return self._become(TurnState.SENT)

    def settle(self, answer_message_id: MessageId) -> Self:
        return replace(self._become(TurnState.SETTLED), answer_message_id=answer_message_id, reason=None)

    def decline(self, reason: str) -> Self:
        return replace(self._become(TurnState.DECLINED), reason=reason)

    def fail(self, reason: str) -> Self:
        return replace(self._become(TurnState.FAILED), reason=reason)

    def stop(self, answer_message_id: MessageId | None) -> Self:
        return replace(
            self._become(TurnState.STOPPED),
            reason=Reason.STOPPED_BY_PERSON,
            answer_message_id=answer_message_id,
        )

    def retry(self, *, was_sending: bool) -> Self:
        """Begin a new attempt; once a delivery row exists the stored text is sent, never another one."""
        again = TurnState.WRITTEN if was_sending else TurnState.OWED
        if self.state is not TurnState.FAILED or (was_sending and self.answer is None):
            raise InvalidTransitionError(turn_id=self.id, state=self.state, wanted=again)
        moved = replace(self._become(again), attempt=self.attempt + 1, tries=0, reason=None)
        return moved if was_sending else replace(moved, answer=None, approved_by=None)

    def _require_draft(self, wanted: TurnState) -> None:
        if not self.is_draft:
            raise InvalidTransitionError(turn_id=self.id, state=self.state, wanted=wanted)

    def _become(self, state: TurnState) -> Self:
        if state not in TRANSITIONS[self.state]:
            raise InvalidTransitionError(turn_id=self.id, state=self.state, wanted=state)
        return replace(self, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A worker's claim on a row; ``token`` grows with every claim, and a write under an old one changes nothing."""

    owner: str
    token: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedTurn:
    turn: Turn
    lease: Lease
