"""
Clients that come, go, repeat themselves and lose frames: each has seen all that there is, once.

Hypothesis plays two tabs of one visitor on two nodes, the model that writes, and the feed between the nodes.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from domain.answer import AnswerWriterError, Fault
from domain.turn import TurnState
from ports.live_feed import LiveFeed
from tests.examples import examples
from tests.unit.adapters.inbound.chat.room import Tab
from tests.unit.adapters.inbound.chat.seen import Seen
from tests.unit.adapters.inbound.chat.two_nodes import JointFeed
from tests.unit.application.house import House

TABS = st.integers(0, 1)
WHICH = st.integers(0, 20)
TURNS_OF_THE_LOOP = 30


class Permits:
    """Stands where the fake model waits: a word for each permit."""

    def __init__(self) -> None:
        self._permits = asyncio.Semaphore(0)

    def give(self, count: int) -> None:
        for _ in range(count):
            self._permits.release()

    async def wait(self) -> None:
        await self._permits.acquire()


@dataclass
class Client:
    seen: Seen = field(default_factory=Seen)
    tab: Tab | None = None
    read: int = 0

    def catch_up(self) -> None:
        """See the frames that have arrived."""
        if self.tab is not None:
            for frame in self.tab.sent[self.read :]:
                self.seen.see(frame)
            self.read = len(self.tab.sent)


class ChatMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.feed = JointFeed()
        self.house = House(feed=self.feed, person_daily_answers=0)
        self.permits = Permits()
        self.house.writer.gate = self.permits  # type: ignore[assignment]  # it only has to be waited for
        self.clients = [Client(), Client()]
        self.do(self.house.top_up("1000.00"))
        self.numbers = count(1)
        self.running: list[asyncio.Task[None]] = []
        # The session that both tabs belong to.
        self.connect(0, far=False)
        self.clients[1].seen.token = self.clients[0].seen.token

    def do(self, work: Coroutine[Any, Any, Any]) -> None:
        async def until_quiet() -> None:
            await work
            for _ in range(TURNS_OF_THE_LOOP):
                await asyncio.sleep(0)

        self.runner.run(until_quiet())
        for client in self.clients:
            client.catch_up()

    @rule(which=TABS, far=st.booleans())
    def connect(self, which: int, far: bool) -> None:
        """On one of the nodes; whoever is connected hangs up first, and what was not read yet is lost."""
        client = self.clients[which]
        self.hang_up(which)
        feed: LiveFeed = self.feed.far if far else self.feed.near

        async def come() -> None:
            client.tab, client.read = Tab(self.house, feed=feed), 0
            await client.tab.__aenter__()
            client.tab.says("hello", protocol=1, **client.seen.hello())
            for id_, text in client.seen.said.items():
                client.tab.says("message", id=id_, text=text)

        self.do(come())

    @rule(which=TABS)
    def hang_up(self, which: int) -> None:
        client = self.clients[which]
        if client.tab is not None:
            tab, client.tab = client.tab, None
            self.do(tab.__aexit__(None, None, None))

    @rule(which=TABS, repeated=st.booleans())
    def say(self, which: int, repeated: bool) -> None:
        """Where nobody is connected it waits for the next connection; a repeat is the same message."""
        client, id_ = self.clients[which], f"m{next(self.numbers)}"
        client.seen.said[id_] = f"Вопрос {id_}"
        if client.tab is not None:
            for _ in range(1 + repeated):
                client.tab.says("message", id=id_, text=client.seen.said[id_])
            self.do(asyncio.sleep(0))

    @rule(
        fault=st.sampled_from([None, None, Fault.REFUSED, Fault.UNAVAILABLE]),
        text=st.sampled_from(["Да.", "Мы рады. " * 5]),
    )
    def take_up(self, fault: Fault | None, text: str) -> None:
        """Whoever can be answered now is; the model waits for permits between its words."""
        if fault is None:
            self.house.writer.answer_next(f"{text} {next(self.numbers)}")
        else:
            self.house.writer.fail_next(AnswerWriterError(fault), partial="Да, мы")
        self.do(self.start())

    async def start(self) -> None:
        for claimed in await self.house.claim.execute(limit=5):
            self.running.append(asyncio.create_task(self.house.run.execute(claimed)))

    @rule(words=st.integers(1, 6))
    def write(self, words: int) -> None:
        self.permits.give(words)
        self.do(asyncio.sleep(0))

    @rule(news=st.integers(1, 8))
    def news_arrive_at_the_far_node(self, news: int) -> None:
        self.feed.arrive(news)
        self.do(asyncio.sleep(0))

    @rule()
    def news_are_lost_between_the_nodes(self) -> None:
        self.feed.lose()
        self.do(asyncio.sleep(0))

    @precondition(lambda self: any(client.seen.waits_for for client in self.clients))
    @rule(which=TABS, turn=WHICH)
    def stop(self, which: int, turn: int) -> None:
        self.ask(which, "stop", sorted(self.clients[which].seen.waits_for), turn)

    @precondition(lambda self: any(turn.state is TurnState.FAILED for turn in self.house.storage.turns))
    @rule(which=TABS, turn=WHICH)
    def retry(self, which: int, turn: int) -> None:
        failed = [str(each.id) for each in self.house.storage.turns if each.state is TurnState.FAILED]
        self.ask(which, "retry", failed, turn)

    def ask(self, which: int, kind: str, turns: list[str], turn: int) -> None:
        tab = self.clients[which].tab
        if tab is not None and turns:
            tab.says(kind, turn_id=turns[turn % len(turns)], ref=f"r{next(self.numbers)}")
            self.do(asyncio.sleep(0))

    def teardown(self) -> None:
        try:
            self.all_comes_to_rest()
            self.both_have_seen_all()
        finally:
            for which in range(2):
                self.hang_up(which)
            self.runner.close()

    def all_comes_to_rest(self) -> None:
        """The model writes on, the feed works, and both tabs are there."""
        for round_ in range(12):
            self.do(self.finish())
            self.feed.arrive()
            for which in range(2):
                self.connect(which, far=bool((which + round_) % 2))

    async def finish(self) -> None:
        self.permits.give(500)
        # Whoever is at work finishes first: nobody sleeps over a lease here.
        await asyncio.gather(*self.running)
        self.house.clock.advance(4_000)
        await self.start()
        await asyncio.gather(*self.running)

    def both_have_seen_all(self) -> None:
        stored = {message.seq: message.text for message in self.house.storage.messages}
        for client in self.clients:
            assert {seq: message["text"] for seq, message in client.seen.messages.items()} == stored
            assert client.seen.is_content, (client.seen.said, client.seen.waits_for)
            for turn_id, ended in client.seen.ended.items():
                if ended["state"] == "settled":
                    assert ended["message"]["text"].startswith(client.seen.texts.get(turn_id, ""))


TestChatMachine = ChatMachine.TestCase
TestChatMachine.settings = settings(max_examples=examples(40), stateful_step_count=30, deadline=None)
