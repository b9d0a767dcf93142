"""Whatever happens to the service and its watchers, an alert is told once when it begins and once when it is over."""

import asyncio
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.alert import AlertKind
from domain.turn import TurnState
from tests.examples import examples
from tests.unit.application.alerts.watched import Watched

PROCESSES = 3
processes = st.integers(0, PROCESSES - 1)


class AlertMachine(RuleBasedStateMachine):
    """``expected`` is what an owner would have been told by somebody who looked whenever a look was stored."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.watched = Watched(processes=PROCESSES)
        self.balance = Decimal("100.00")
        self.age = 0
        self.ends: list[TurnState] = []
        self.is_halted = False
        self.expected: dict[AlertKind, list[tuple[str, int]]] = {kind: [] for kind in AlertKind}

    @rule(balance=st.sampled_from(["0.00", "49.99", "50.00", "100.00"]))
    def money_changes(self, balance: str) -> None:
        self.balance = Decimal(balance)
        self.watched.signs.change(balance=balance)

    @rule(age=st.sampled_from([0, 450, 451, 900, 901, 5_000]))
    def queue_changes(self, age: int) -> None:
        self.age = age
        self.watched.signs.change(age=age)

    @rule(fails=st.booleans())
    def turn_ends(self, *, fails: bool) -> None:
        self.ends.insert(0, TurnState.FAILED if fails else TurnState.SETTLED)
        self.watched.signs.change(latest_ends=list(self.ends))

    @rule(is_halted=st.booleans())
    def vk_changes(self, *, is_halted: bool) -> None:
        self.is_halted = is_halted
        self.watched.signs.change(vk_halt="vk_error_5" if is_halted else None)

    @rule(process=processes)
    def somebody_looks(self, process: int) -> None:
        self.runner.run(self.watched.look(process))
        self._expect()

    @rule()
    def all_look_at_once(self) -> None:
        async def look() -> None:
            await asyncio.gather(*(self.watched.look(process) for process in range(PROCESSES)))

        self.runner.run(look())
        self._expect()

    @rule(process=processes, committed=st.booleans())
    def somebody_is_killed(self, process: int, *, committed: bool) -> None:
        self.runner.run(self.watched.house.dies_in(1, self.watched.look(process), committed=committed))
        if committed:
            self._expect()

    def teardown(self) -> None:
        self.runner.close()

    @invariant()
    def nothing_is_told_twice_or_lost(self) -> None:
        assert {kind: self.watched.told_of(kind) for kind in AlertKind} == self.expected

    def _expect(self) -> None:
        failures = 0
        while failures < len(self.ends) and self.ends[failures] is TurnState.FAILED:
            failures += 1
        self._seen(AlertKind.BALANCE_LOW, begins=self.balance < 50, ends=self.balance >= 50)
        self._seen(AlertKind.QUEUE_OLD, begins=self.age > 900, ends=self.age <= 450)
        self._seen(AlertKind.FAILURES, begins=failures >= 3, ends=bool(self.ends) and failures == 0)
        self._seen(AlertKind.VK_HALTED, begins=self.is_halted, ends=not self.is_halted)

    def _seen(self, kind: AlertKind, *, begins: bool, ends: bool) -> None:
        told = self.expected[kind]
        is_on = bool(told) and told[-1][0] == "begun"
        if begins and not is_on:
            told.append(("begun", len(told) // 2 + 1))
        elif is_on and ends:
            told.append(("over", told[-1][1]))


TestAlerts = AlertMachine.TestCase
TestAlerts.settings = settings(max_examples=examples(40), stateful_step_count=30, deadline=None)
