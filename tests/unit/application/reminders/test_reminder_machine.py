"""
Whatever fails, dies, is raced, edited or late: each reminder once, never after the deadline, none forgotten.

Hypothesis plays people, the owner, several processes, kill -9 and the time.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.stored_deadline import Review, StoredDeadline
from tests.examples import examples
from tests.unit.application.house import House

LEADS = (timedelta(hours=24), timedelta(hours=2))
INDEX = st.integers(0, 50)


class ReminderMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.house = House(reminders=LEADS)
        self.numbers = count()

    def teardown(self) -> None:
        self.runner.close()

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @property
    def deadlines(self) -> list[StoredDeadline]:
        return self.house.storage.deadlines

    def change(self, which: int, change: Any) -> None:
        changed = change(self.deadlines[which % len(self.deadlines)])
        self.do(self.house.storage.run(lambda uow: uow.deadlines.save(changed)))

    @rule(hours=st.integers(1, 40), wished=st.booleans())
    def set_deadline(self, hours: int, wished: bool) -> None:
        asked = "Напомни сдать" if wished else "Сдать"
        self.do(self.house.comment(f"{asked} работу {next(self.numbers)} через {hours} ч"))
        self.do(self.house.drain_events.execute())

    @rule(minutes=st.sampled_from([1, 30, 90, 600, 1500]))
    def wait(self, minutes: int) -> None:
        self.house.clock.advance(minutes * 60)

    @precondition(lambda self: self.deadlines)
    @rule(which=INDEX, hours=st.integers(-30, 30))
    def move(self, which: int, hours: int) -> None:
        now = self.house.clock.now()
        self.change(which, lambda known: known.read_again(at=known.at + timedelta(hours=hours), quote="q", now=now))

    @precondition(lambda self: self.deadlines)
    @rule(which=INDEX)
    def withdraw(self, which: int) -> None:
        self.change(which, lambda known: known.withdrawn(now=self.house.clock.now()))

    @precondition(lambda self: self.deadlines)
    @rule(which=INDEX, review=st.sampled_from(Review))
    def review(self, which: int, review: Review) -> None:
        self.change(which, lambda known: known.reviewed(review, now=self.house.clock.now()))

    @rule(run=st.integers(1, 3), committed=st.booleans())
    def look_and_die(self, run: int, committed: bool) -> None:
        self.do(self.house.dies_in(run, self.house.remind.execute(), committed=committed))

    @rule(processes=st.integers(1, 3))
    def look(self, processes: int) -> None:
        async def look() -> None:
            await asyncio.gather(*(self.house.remind.execute() for _ in range(processes)))

        self.do(look())
        told = self.house.storage.tables.reminders
        now = self.house.clock.now()
        for each in self.deadlines:
            due = [lead for lead in LEADS if each.is_live and now < each.at <= now + lead]
            assert all((each.id, each.at, lead) in told for lead in due), "a reminder was forgotten"

    @invariant()
    def tells_once_and_in_time(self) -> None:
        told = self.house.storage.tables.reminders
        assert all(at - lead <= when < at for (_, at, lead), when in told.items())
        news = Counter(
            (each.payload["deadline_id"], datetime.fromisoformat(str(each.payload["at"])), each.payload["lead"])
            for each in self.house.storage.notifications
            if each.type == "deadline"
        )
        assert news.total() == len(news) == len(told)

    @invariant()
    def reminds_people_once_each_time(self) -> None:
        """Of each moment at which something was told of a deadline that somebody asked for, one text is owed."""
        tables = self.house.storage.tables
        wished = {deadline_id for deadline_id, _ in tables.wishes}
        times = {(id_, at, when) for (id_, at, _), when in tables.reminders.items() if id_ in wished}
        owed = [turn for turn in self.house.storage.turns if turn.is_free]
        assert len(owed) == len(times)


TestReminderMachine = ReminderMachine.TestCase
TestReminderMachine.settings = settings(max_examples=examples(30), stateful_step_count=25, deadline=None)
