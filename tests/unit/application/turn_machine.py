"""
Whatever fails, dies, is redelivered or raced: nothing is lost, answered twice or charged twice.

Hypothesis plays visitors, VK, the model, the other service and kill -9, in any order; time passes by rules only.
"""

import asyncio
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from domain.answer import AnswerWriterError, Fault
from tests.unit.application.house import ANN, BOB, GATHER, LEASE
from tests.unit.application.machine_parts import NumberingWriter, two_parts
from tests.unit.application.turn_promises import TurnPromises
from tests.unit.application.worker_here import WorkerHere

PEOPLE = st.sampled_from([ANN, BOB])
INDEX = st.integers(0, 50)


class TurnMachine(TurnPromises):
    def __init__(self) -> None:
        super().__init__()
        self.do(self.house.top_up("20.00"))
        self.numbers = count()
        self.here = WorkerHere(self.house, free=0)
        self.house.write._writer = NumberingWriter(self.house.writer)

    # People.

    @rule(by=PEOPLE, root=st.sampled_from([1, 2, None]))
    def write_to_vk(self, by: int, root: int | None) -> None:
        """In a thread, or to the community."""
        self.hear(self.house.message(by=by) if root is None else self.house.comment(by=by, root=root))

    @rule(who=st.integers(0, 1), number=st.integers(1, 6))
    def post_in_chat(self, who: int, number: int) -> None:
        """The same number is the same message, posted again."""
        if self.do(self.house.say(self.visitors[who], client_id=f"c{number}")):
            self.posted.append((who, f"c{number}"))

    @precondition(lambda self: self.stuck)
    @rule(which=INDEX)
    def retry(self, which: int) -> None:
        self.do(self.retry_one(self.stuck[which % len(self.stuck)]))

    @rule(amount=st.sampled_from(["5.00", "22.50"]))
    def top_up(self, amount: str) -> None:
        self.do(self.house.top_up(amount))

    # VK.

    @precondition(lambda self: self.delivered)
    @rule(which=INDEX, same_event=st.booleans())
    def deliver_again(self, which: int, same_event: bool) -> None:
        event_id, occurrence = self.delivered[which % len(self.delivered)]
        self.do(self.house.happens(occurrence, event_id=event_id if same_event else None))

    @precondition(lambda self: self.house.community.comments)
    @rule(which=INDEX)
    def bring_our_comment_back(self, which: int) -> None:
        self.do(self.comes_back(self.house.community.comments[which % len(self.house.community.comments)]))

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

    @rule(free=st.sampled_from([0, 1, 5]))
    def has_room(self, free: int) -> None:
        """What is owed from now on may be begun in the same transaction."""
        self.here.free = free

    @rule()
    def work_on_what_was_begun(self) -> None:
        """Perhaps after others have taken it over."""
        self.do(self.here.run())

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
