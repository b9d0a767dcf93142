from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.errors import InvalidTransitionError
from domain.identifiers import MessageId, TurnId
from domain.policy import Publishing
from domain.turn import ENDED, JOINABLE, TRANSITIONS, Reason, Turn, TurnState
from tests.examples import examples
from tests.factories import make_id, make_turn

ANSWER_ID = MessageId(make_id(1))
STATES = st.sampled_from(list(TurnState))
STEPS: dict[str, tuple[Callable[[Turn], Turn], TurnState]] = {
    "fund": (Turn.fund, TurnState.FUNDED),
    "wrote": (lambda turn: turn.wrote("an answer", model="a-model"), TurnState.WRITTEN),
    "sent": (Turn.sent, TurnState.SENT),
    "settle": (lambda turn: turn.settle(ANSWER_ID), TurnState.SETTLED),
    "decline": (lambda turn: turn.decline(Reason.OPERATOR_HERE), TurnState.DECLINED),
    "fail": (lambda turn: turn.fail(Reason.MODEL_FAILED), TurnState.FAILED),
    "stop": (lambda turn: turn.stop(None), TurnState.STOPPED),
}
ONLY_FROM = {"wrote": TurnState.WRITING, "retry": TurnState.FAILED}
"""Both lead to a state that the table also lets others enter."""


class TurnMachine(RuleBasedStateMachine):
    """Any step may be asked for at any time: it is taken as the table says, or refused and nothing changes."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = make_turn()
        self.hold_keys = [self.turn.hold_key]

    @rule(name=st.sampled_from(sorted(STEPS)))
    def step(self, name: str) -> None:
        make, wanted = STEPS[name]
        self._ask(make, wanted, allowed=ONLY_FROM.get(name, self.turn.state) is self.turn.state)

    @rule(upto_seq=st.integers(min_value=1, max_value=100))
    def start_writing(self, upto_seq: int) -> None:
        if self.turn.state is TurnState.WRITING:
            assert self.turn.start_writing(upto_seq=upto_seq) == self.turn
        else:
            self._ask(lambda turn: turn.start_writing(upto_seq=upto_seq), TurnState.WRITING)

    @rule()
    def fail_a_try(self) -> None:
        before = self.turn

        self.turn = before.failed_try(Reason.MODEL_FAILED)

        assert (self.turn.state, self.turn.tries) == (before.state, before.tries + 1)

    @rule(was_sending=st.booleans())
    def retry(self, was_sending: bool) -> None:
        before = self.turn
        wanted = TurnState.WRITTEN if was_sending else TurnState.OWED
        allowed = before.state is ONLY_FROM["retry"] and (before.answer is not None or not was_sending)
        self._ask(lambda turn: turn.retry(was_sending=was_sending), wanted, allowed=allowed)
        if self.turn is not before:
            assert before.state is TurnState.FAILED
            assert self.turn.hold_key not in self.hold_keys
            self.hold_keys.append(self.turn.hold_key)

    def _ask(self, make: Callable[[Turn], Turn], wanted: TurnState, *, allowed: bool = True) -> None:
        before = self.turn
        if not allowed or wanted not in TRANSITIONS[before.state]:
            with pytest.raises(InvalidTransitionError):
                make(before)
            return
        self.turn = make(before)
        assert self.turn.state is wanted
        assert not before.has_ended or before.state is TurnState.FAILED

    @invariant()
    def has_a_hold_key_of_its_attempt(self) -> None:
        assert self.turn.hold_key == self.hold_keys[-1]
        assert self.turn.attempt == len(self.hold_keys)

    @invariant()
    def keeps_who_pays_for_whom(self) -> None:
        first = make_turn(id=self.turn.id)
        assert (self.turn.payer, self.turn.price) == (first.payer, first.price)


TestTurn = TurnMachine.TestCase
TestTurn.settings = settings(max_examples=examples(100), stateful_step_count=25, deadline=None)


def test_raises_when_a_failed_turn_is_written_without_a_retry() -> None:
    with pytest.raises(InvalidTransitionError):
        make_turn(state=TurnState.FAILED).wrote("an answer", model=None)


def test_raises_when_a_turn_that_did_not_fail_is_retried() -> None:
    with pytest.raises(InvalidTransitionError):
        make_turn(state=TurnState.WRITING).retry(was_sending=True)


def test_knows_every_state_when_it_is_looked_up() -> None:
    assert set(TRANSITIONS) == set(TurnState)


@given(STATES)
def test_leads_nowhere_when_ended_but_for_what_is_decided_of_a_failed_one(state: TurnState) -> None:
    turn = make_turn(state=state)

    assert turn.has_ended is (state in ENDED)
    if turn.has_ended:
        assert TRANSITIONS[state] == (
            {TurnState.OWED, TurnState.WRITTEN, TurnState.DECLINED} if state is TurnState.FAILED else set()
        )


@given(STATES)
def test_can_reach_an_end_when_it_has_not_ended(state: TurnState) -> None:
    reachable, seen = {state}, set[TurnState]()
    while reachable - seen:
        seen |= reachable
        reachable |= {following for one in seen for following in TRANSITIONS[one]}

    assert reachable & ENDED


def test_takes_no_more_messages_when_writing_has_begun() -> None:
    assert {TurnState.OWED, TurnState.FUNDED} == JOINABLE


def test_settles_when_every_step_is_taken() -> None:
    turn = make_turn()

    settled = turn.fund().start_writing(upto_seq=3).wrote("Пятого июля.", model="a-model").sent().settle(ANSWER_ID)

    assert settled == replace(
        turn,
        state=TurnState.SETTLED,
        input_upto_seq=3,
        answer="Пятого июля.",
        model="a-model",
        answer_message_id=ANSWER_ID,
    )


def test_keeps_what_was_fixed_when_writing_is_taken_up_again() -> None:
    writing = make_turn(state=TurnState.FUNDED).start_writing(upto_seq=3)

    assert writing.start_writing(upto_seq=9).input_upto_seq == 3


def test_forgets_the_reason_of_a_failed_try_when_written() -> None:
    writing = make_turn(state=TurnState.WRITING).failed_try("timed_out")

    assert (writing.tries, writing.reason) == (1, "timed_out")
    assert writing.wrote("an answer", model=None).reason is None


@pytest.mark.parametrize("state", [TurnState.DECLINED, TurnState.FAILED])
def test_keeps_its_reason_when_given_up(state: TurnState) -> None:
    turn = make_turn()

    ended = turn.decline("why") if state is TurnState.DECLINED else turn.fail("why")

    assert (ended.state, ended.reason) == (state, "why")


def test_keeps_what_was_shown_when_stopped() -> None:
    stopped = make_turn(state=TurnState.WRITING).stop(ANSWER_ID)

    assert (stopped.reason, stopped.answer_message_id) == (Reason.STOPPED_BY_PERSON, ANSWER_ID)


def test_begins_anew_when_retried_before_anything_was_sent() -> None:
    failed = make_turn(state=TurnState.FAILED, attempt=2, tries=3, reason="why", answer="unsent")

    again = failed.retry(was_sending=False)

    assert again == replace(failed, state=TurnState.OWED, attempt=3, tries=0, reason=None, answer=None)


def test_sends_the_stored_text_when_retried_after_sending_began() -> None:
    failed = make_turn(state=TurnState.FAILED, tries=3, reason="why", answer="half sent")

    again = failed.retry(was_sending=True)

    assert again == replace(failed, state=TurnState.WRITTEN, attempt=2, tries=0, reason=None)


@given(first=st.integers(1, 100), second=st.integers(1, 100))
def test_has_keys_of_its_own_when_turn_or_attempt_differ(first: int, second: int) -> None:
    one, other = TurnId(make_id(1)), TurnId(make_id(2))

    assert (make_turn(id=one, attempt=first).hold_key == make_turn(id=one, attempt=second).hold_key) is (
        first == second
    )
    assert make_turn(id=one, attempt=first).hold_key != make_turn(id=other, attempt=second).hold_key


def test_names_turn_and_states_when_a_step_is_refused() -> None:
    turn = make_turn(state=TurnState.SETTLED, price=Decimal("5.00"))

    with pytest.raises(InvalidTransitionError) as caught:
        turn.fund()

    assert str(caught.value) == f"turn {turn.id} is settled and cannot become funded"
    assert (caught.value.turn_id, caught.value.state, caught.value.wanted) == (turn.id, "settled", "funded")


DRAFT = make_turn(state=TurnState.WRITTEN, answer="Да.", publishing=Publishing.DRAFT)


def test_waits_for_a_person_when_it_is_a_written_draft() -> None:
    assert DRAFT.is_draft
    assert not DRAFT.goes_out
    assert DRAFT.held_back is Publishing.DRAFT


def test_goes_out_when_its_draft_is_approved() -> None:
    approved = DRAFT.reword("Нет.").approve(by="ann")

    assert (approved.answer, approved.approved_by, approved.goes_out) == ("Нет.", "ann", True)
    assert approved.held_back is None


def test_is_declined_when_its_draft_is_rejected() -> None:
    assert (DRAFT.reject().state, DRAFT.reject().reason) == (TurnState.DECLINED, Reason.REJECTED)


@pytest.mark.parametrize(
    "decide", [lambda turn: turn.approve(by="ann"), lambda turn: turn.reword("Нет."), lambda turn: turn.reject()]
)
@pytest.mark.parametrize("publishing", list(Publishing))
@given(STATES)
def test_is_decided_on_by_a_person_only_while_it_is_a_draft(
    decide: Callable[[Turn], Turn], publishing: Publishing, state: TurnState
) -> None:
    turn = replace(DRAFT, state=state, publishing=publishing)
    if turn.is_draft:
        assert decide(turn) != turn
        return
    with pytest.raises(InvalidTransitionError):
        decide(turn)


@pytest.mark.parametrize(("was_sending", "approved_by"), [(True, "ann"), (False, None)])
def test_needs_a_new_approval_when_it_is_written_anew(was_sending: bool, approved_by: str | None) -> None:
    failed = DRAFT.approve(by="ann").fail("why")

    assert failed.retry(was_sending=was_sending).approved_by == approved_by
