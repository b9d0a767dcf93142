"""
Answers of several parts on their way to VK: a kill, a lost database or a lost answer of VK between any two steps.

Nothing else happens here, so that Hypothesis looks deeper into the send ledger than the turn machine does.
"""

from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.delivery import PART_LENGTH, DeliveryState
from domain.identifiers import DeliveryId
from tests.fakes.community import PostedComment, SentMessage
from tests.unit.application.house import ANN, BOB, CONFIRM_SECONDS, GATHER, LEASE
from tests.unit.application.machine_parts import OvertakingCommunity
from tests.unit.application.turn_promises import TurnPromises

INDEX = st.integers(0, 50)
HOUR = 3_600.0


def answer_of(parts: int, number: int) -> str:
    """Each part is another text, so that an own comment tells which of them it is."""
    filling = "а" * (PART_LENGTH - 100)
    return " ".join(f"{number}.{part} {filling}." for part in range(parts))


class DeliveryMachine(TurnPromises):
    def __init__(self) -> None:
        super().__init__()
        self.do(self.house.top_up("500.00"))
        self.numbers = count()
        self.vk = OvertakingCommunity(self.house.community, tell=self.tell_the_latest)
        self.house.send._community = self.vk
        self.known_effects: dict[DeliveryId, int | None] = {}

    @rule(by=st.sampled_from([ANN, BOB]), in_thread=st.booleans(), parts=st.integers(1, 3))
    def ask(self, by: int, in_thread: bool, parts: int) -> None:
        self.house.writer.answer_next(answer_of(parts, next(self.numbers)))
        self.hear(self.house.comment(by=by, root=1) if in_thread else self.house.message(by=by))

    @rule(step=st.integers(1, 6), committed=st.booleans(), killed=st.booleans())
    def breaks_down_soon(self, step: int, committed: bool, killed: bool) -> None:
        strike = self.house.fragile.crash_in if killed else self.house.fragile.go_down_in
        strike(step, committed=committed)

    @rule(trouble=st.sampled_from(["lost", "lost", "down", 6, 10, 5]), after=st.integers(0, 2))
    def vk_fails(self, trouble: str | int, after: int) -> None:
        """No answer, with and without an effect, or an error that passes; after so many calls that get through."""
        community = self.house.community
        for _ in range(after):
            community.succeed_next()
        if isinstance(trouble, int):
            community.refuse_next(trouble)
        elif trouble == "lost":
            community.lose_next_answer()
        else:
            community.fail_next()

    @rule()
    def work(self) -> None:
        self.do(self.house.run_until_idle())

    @rule(seconds=st.sampled_from([GATHER, CONFIRM_SECONDS, LEASE.total_seconds(), HOUR]))
    def time_passes(self, seconds: float) -> None:
        """After an hour VK has forgotten the keys of messages."""
        self.house.clock.advance(seconds)

    @property
    def said_by_us(self) -> list[PostedComment | SentMessage]:
        return [*self.house.community.comments, *self.house.community.messages]

    @precondition(lambda self: self.said_by_us)
    @rule(which=INDEX)
    def what_we_said_comes_back(self, which: int) -> None:
        """Before or after we know of it, and again."""
        self.do(self.comes_back_as_event(which))

    @rule()
    def its_event_overtakes_the_next_answer(self) -> None:
        self.vk.overtake_next()

    @precondition(lambda self: self.stuck)
    @rule(which=INDEX)
    def owner_retries(self, which: int) -> None:
        self.do(self.retry_one(self.stuck[which % len(self.stuck)]))

    @invariant()
    def a_call_is_on_record_before_it_is_made(self) -> None:
        rows = [row for row in self.books.deliveries if row.was_called]
        committed = {row.guid for row in rows}
        assert {comment.guid for comment in self.house.community.comments} <= committed
        keys = {row.random_id for row in rows}
        assert {message.random_id for message in self.house.community.messages} <= keys

    @invariant()
    def a_part_goes_out_when_the_ones_before_it_are_known_to_be_there(self) -> None:
        sent = {(row.turn_id, row.part) for row in self.books.deliveries if row.state is DeliveryState.SENT}
        for row in self.books.deliveries:
            if row.was_called:
                assert {(row.turn_id, earlier) for earlier in range(1, row.part)} <= sent

    @invariant()
    def what_is_known_to_be_there_stays_so(self) -> None:
        now = {row.id: row.effect_id for row in self.books.deliveries if row.state is DeliveryState.SENT}
        assert self.known_effects.items() <= now.items()
        self.known_effects = now

    async def comes_back_as_event(self, which: int) -> None:
        ours = self.said_by_us[which % len(self.said_by_us)]
        if isinstance(ours, PostedComment):
            await self.comes_back(ours)
        else:
            await self.house.own_message(
                ours.text, message_id=ours.id, peer=ours.target.peer_id, random_id=ours.random_id
            )

    async def tell_the_latest(self) -> None:
        said = [each.id for each in self.said_by_us]
        if said:
            await self.comes_back_as_event(said.index(max(said)))
            await self.house.drain_events.execute()
