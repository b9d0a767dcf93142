"""
Whatever fails, dies, is redelivered or raced: nothing is lost, answered twice or charged twice.

Hypothesis plays visitors, VK, the model, the other service and kill -9, in any order; time passes by rules only.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.answer import AnswerWriterError, Fault
from domain.balance import EntryKind, HoldState
from domain.channel import Channel
from domain.delivery import split_answer
from domain.errors import InvalidTransitionError, StorageUnavailableError
from domain.message import Author
from domain.money import ZERO
from domain.occurrence import CommentWritten, MessageReceived
from domain.turn import Reason, Turn, TurnState
from tests.fakes.community import PostedComment
from tests.unit.application.house import ANN, BOB, GATHER, LEASE, House
from tests.unit.application.machine_parts import NumberingWriter, natural_key, two_parts

PEOPLE = st.sampled_from([ANN, BOB])
INDEX = st.integers(0, 50)
COUNTED = {TurnState.FUNDED, TurnState.WRITING, TurnState.WRITTEN, TurnState.SENT, TurnState.SETTLED}
"""Has its hold, open or captured, and is one of the person's answers of the day."""
UNFINISHED = {TurnState.OWED, *COUNTED} - {TurnState.SETTLED}


class TurnMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.house = House(fallback=True, person_daily_answers=6)
        self.do(self.house.top_up("20.00"))
        self.numbers = count()
        self.house.write._writer = NumberingWriter(self.house.writer)
        self.visitors = [self.runner.run(self.house.visit()) for _ in range(2)]
        self.delivered: list[tuple[bytes, CommentWritten | MessageReceived]] = []
        self.posted: list[tuple[int, str]] = []

    def do(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Do it in a process that may be killed or lose its database; tell whether it got through."""

        async def survive() -> bool:
            task = asyncio.create_task(work)
            await asyncio.wait({task})
            if task.cancelled() or isinstance(task.exception(), StorageUnavailableError):
                return False
            task.result()
            return True

        return self.runner.run(survive())

    @property
    def stuck(self) -> list[Turn]:
        """
        What can be retried.

        Of an unconfirmed message the owner would take the risk, after which VK may well show it twice.
        """
        turns = self.house.storage.turns
        unconfirmed = [turn for turn in turns if turn.is_unconfirmed and turn.channel is Channel.VK_COMMENT]
        return [turn for turn in turns if turn.state is TurnState.FAILED] + unconfirmed

    # People.

    @rule(by=PEOPLE, root=st.sampled_from([1, 2, None]))
    def write_to_vk(self, by: int, root: int | None) -> None:
        """In a thread, or to the community."""
        event = self.house.message(by=by) if root is None else self.house.comment(by=by, root=root)
        assert self.do(event)
        event_id, said = list(self.house.reader.occurrences.items())[-1]
        assert isinstance(said, CommentWritten | MessageReceived)
        self.delivered.append((event_id, said))

    @rule(who=st.integers(0, 1), number=st.integers(1, 6))
    def post_in_chat(self, who: int, number: int) -> None:
        """The same number is the same message, posted again."""
        if self.do(self.house.say(self.visitors[who], client_id=f"c{number}")):
            self.posted.append((who, f"c{number}"))

    @precondition(lambda self: self.stuck)
    @rule(which=INDEX)
    def retry(self, which: int) -> None:
        turn = self.stuck[which % len(self.stuck)]

        async def retry() -> None:
            try:
                await self.house.retry.execute(turn.id)
            except InvalidTransitionError as error:
                # There was no money for sending the stored text.
                assert error.state == Reason.BALANCE_EXHAUSTED  # noqa: PT017 - most of the time nothing is raised

        self.do(retry())

    @rule(amount=st.sampled_from(["5.00", "22.50"]))
    def top_up(self, amount: str) -> None:
        self.do(self.house.top_up(amount))

    # VK.

    @precondition(lambda self: self.delivered)
    @rule(which=INDEX, same_event=st.booleans())
    def deliver_again(self, which: int, same_event: bool) -> None:
        event_id, occurrence = self.delivered[which % len(self.delivered)]
        self.do(self.house.happens(occurrence, event_id=event_id if same_event else None))

    @property
    def our_comments(self) -> list[PostedComment]:
        """But for those about which the owner, retrying, has decided that they are not there."""
        forgotten = {each.guid for each in self.house.storage.deliveries if not each.open_calls and not each.effect_id}
        return [comment for comment in self.house.community.comments if comment.guid not in forgotten]

    @precondition(lambda self: self.our_comments)
    @rule(which=INDEX)
    def bring_our_comment_back(self, which: int) -> None:
        ours = self.our_comments[which % len(self.our_comments)]
        comments = (seen for _, seen in self.delivered if isinstance(seen, CommentWritten))
        root = next(seen.root_id for seen in comments if seen.comment_id == ours.target.reply_to)
        self.do(self.house.own_comment(ours.text, comment_id=ours.id, root=root))

    @rule(trouble=st.sampled_from([6, 9, 5, 901, "lost", "down"]), times=st.sampled_from([1, 1, 13]))
    def vk_fails(self, trouble: int | str, times: int) -> None:
        """An error code, or no answer: when the work is done all the same, and when it is not."""
        community = self.house.community
        for _ in range(times):
            if isinstance(trouble, int):
                community.refuse_next(trouble)
            elif trouble == "lost":
                community.lose_next_answer()
            else:
                community.fail_next()

    # The model and the other service.

    @rule(fault=st.sampled_from([None, *Fault]), partial=st.sampled_from(["", "Да, мы"]), times=st.sampled_from([1, 7]))
    def model_fails_or_writes_much(self, fault: Fault | None, partial: str, times: int) -> None:
        for _ in range(times):
            if fault is None:
                self.house.writer.answer_next(two_parts(next(self.numbers)))
            else:
                self.house.writer.fail_next(AnswerWriterError(fault), partial=partial)

    @rule()
    def other_service_is_away(self) -> None:
        self.house.notifier.fail_next(2)

    # The machine.

    @rule(step=st.integers(1, 12), committed=st.booleans(), killed=st.booleans())
    def breaks_down_soon(self, step: int, committed: bool, killed: bool) -> None:
        """The process is killed, or the database goes away, at some transaction."""
        strike = self.house.fragile.crash_in if killed else self.house.fragile.go_down_in
        strike(step, committed=committed)

    @rule()
    def work(self) -> None:
        self.do(self.house.run_until_idle())

    @rule()
    def work_at_once(self) -> None:
        async def work() -> None:
            await self.house.drain_events.execute()
            claimed = await self.house.claim.execute(limit=50)
            tasks = [asyncio.create_task(self.house.run.execute(each)) for each in claimed]
            if tasks:
                await asyncio.wait(tasks)
            for task in tasks:
                if not task.cancelled():
                    task.result()

        self.do(work())

    @rule()
    def work_with_a_late_worker(self) -> None:
        """Somebody claims, sleeps over the lease, and wakes up when others have done the work."""

        async def work() -> None:
            await self.house.drain_events.execute()
            late = await self.house.claim.execute(limit=50)
            self.house.clock.advance(LEASE.total_seconds())
            await self.house.run_until_idle()
            for each in late:
                await self.house.run.execute(each)

        self.do(work())

    @rule()
    def work_for_a_day(self) -> None:
        """Long enough for all tries of everything."""
        for _ in range(14):
            self.house.clock.advance(4_000)
            self.do(self.house.run_until_idle())

    @rule(seconds=st.sampled_from([1.0, GATHER, LEASE.total_seconds(), 400.0, 4_000.0]))
    def time_passes(self, seconds: float) -> None:
        self.house.clock.advance(seconds)

    # The promises.

    @invariant()
    def nothing_is_charged_twice(self) -> None:
        storage = self.house.storage
        entries = sum((entry.amount for entry in storage.entries), start=ZERO)
        held = sum((hold.amount for hold in storage.holds if hold.state is HoldState.OPEN), start=ZERO)
        balance = self.runner.run(storage.balance())
        assert balance.available == entries - held >= ZERO
        captured = Counter(hold.key.partition(":")[0] for hold in storage.holds if hold.state is HoldState.CAPTURED)
        assert captured == Counter(str(turn.id) for turn in storage.turns if turn.state is TurnState.SETTLED)
        assert captured.total() == sum(entry.kind is EntryKind.CAPTURE for entry in storage.entries)

    @invariant()
    def money_is_held_for_what_may_still_be_charged_only(self) -> None:
        storage = self.house.storage
        open_ = sorted(hold.key for hold in storage.holds if hold.state is HoldState.OPEN)
        waiting = COUNTED - {TurnState.SETTLED}
        assert open_ == sorted(turn.hold_key for turn in storage.turns if turn.state in waiting)

    @invariant()
    def a_persons_answers_of_the_day_are_counted_once(self) -> None:
        storage, rules = self.house.storage, self.house.rules
        expected = Counter(
            (turn.person_id, rules.day(turn.created_at)) for turn in storage.turns if turn.state in COUNTED
        )
        assert +Counter(storage.tables.answers) == expected

    @invariant()
    def nothing_is_answered_twice(self) -> None:
        """What VK shows of a turn is the beginning of its one answer, part by part, under one message."""
        said: dict[object, list[str]] = {}
        community, storage = self.house.community, self.house.storage
        for delivery in sorted(storage.deliveries, key=lambda delivery: delivery.part):
            texts = [comment.text for comment in community.comments if comment.guid == delivery.guid]
            texts += [message.text for message in community.messages if message.random_id == delivery.random_id]
            said.setdefault(delivery.turn_id, []).extend(texts)
        assert sum(map(len, said.values())) == len(community.comments) + len(community.messages)
        for turn in storage.turns:
            parts = split_answer(turn.answer or "")
            shown = said.get(turn.id, [])
            assert shown == parts[: len(shown)]
            if turn.state is TurnState.SETTLED and turn.channel.is_vk:
                assert shown == parts

    @invariant()
    def a_settled_turn_has_one_answer_and_one_notification(self) -> None:
        storage = self.house.storage
        settled = sorted(turn.id for turn in storage.turns if turn.state is TurnState.SETTLED)
        answers = [message for message in storage.messages if message.author is Author.ASSISTANT]
        assert sorted(message.turn_id for message in answers if message.turn_id) == settled
        announced = [news.key for news in storage.notifications if news.type == "responses"]
        assert sorted(announced) == [f"responses:{id_}" for id_ in settled]

    @invariant()
    def nothing_is_lost(self) -> None:
        storage = self.house.storage
        ids = {event.event_id for event in storage.events}
        assert {event_id for event_id, _ in self.delivered} <= ids
        posted = {(message.conversation_id, message.client_id) for message in storage.messages}
        assert {(self.visitors[who].conversation_id, client_id) for who, client_id in self.posted} <= posted

    @invariant()
    def strangers_never_share_a_turn_and_numbers_have_no_holes(self) -> None:
        storage = self.house.storage
        owners = {turn.id: turn.person_id for turn in storage.turns}
        for conversation in storage.conversations:
            said = [message for message in storage.messages if message.conversation_id == conversation.id]
            assert [message.seq for message in said] == list(range(1, conversation.last_seq + 1))
            for message in said:
                if message.author is Author.PERSON:
                    assert message.turn_id is not None
                    assert owners[message.turn_id] == message.person_id
                # Nobody of the community has spoken: what came back was ours.
                assert message.author is not Author.OPERATOR

    def teardown(self) -> None:
        try:
            self.everything_comes_to_its_end()
        finally:
            self.runner.close()

    def everything_comes_to_its_end(self) -> None:
        """When all troubles are over."""
        house = self.house
        house.fragile.hold_out()
        house.community._failures.clear()
        house.writer._script.clear()
        house.notifier._failures = 0
        for _ in range(5):
            house.clock.advance(4_000)
            assert self.do(house.run_until_idle())
        unconfirmed = [turn for turn in house.storage.turns if turn.is_unconfirmed]
        assert [turn for turn in house.storage.turns if turn.state in UNFINISHED] == unconfirmed
        assert house.storage.waiting_events == []
        assert house.storage.pending_notifications == []
        recorded = {message.natural_key for message in house.storage.messages}
        assert {natural_key(seen) for _, seen in self.delivered} <= recorded
        self.nothing_is_charged_twice()
        self.nothing_is_answered_twice()
        self.a_settled_turn_has_one_answer_and_one_notification()


TestTurnMachine = TurnMachine.TestCase
TestTurnMachine.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
