import asyncio
from datetime import timedelta

import pytest

from application.turns.replay_turns import AT_ONCE, Replayed, ReplayTurns
from domain.answer import AnswerWriterError, Fault, Role
from domain.channel import Channel
from domain.turn import Turn
from tests.fakes.answer_writer import FakeAnswerWriter
from tests.unit.application.house import ANN, BOB, House

DAY = timedelta(days=1)


class Replay:
    def __init__(self, house: House) -> None:
        self.house = house
        self.writer = FakeAnswerWriter("Новый ответ", model="new-model")
        self.models: list[str] = []
        self.use_case = ReplayTurns(storage=house.storage, rules=house.rules, writers=self.choose)
        self.replayed: list[Replayed] = []
        self.now = house.clock.now()

    def choose(self, model: str) -> FakeAnswerWriter:
        self.models.append(model)
        return self.writer

    async def find(self, channel: Channel | None = None, *, limit: int = 100) -> list[Turn]:
        since, until = self.now - 40 * DAY, self.now + DAY / 2
        return list(await self.use_case.find(since=since, until=until, channel=channel, limit=limit))

    async def run(self) -> list[Replayed]:
        async def keep(each: Replayed) -> None:
            self.replayed.append(each)

        await self.use_case.execute(await self.find(), prompt="Новый промпт", model="new", on_replayed=keep)
        return self.replayed


@pytest.fixture
async def replay(rich: House) -> Replay:
    """Two answered comments of the first day."""
    await rich.comment("Сколько стоит?", by=ANN)
    await rich.run_until_idle()
    await rich.comment("А где вы?", by=BOB)
    await rich.run_until_idle()
    return Replay(rich)


async def test_shows_old_and_new_beside_each_other(replay: Replay) -> None:
    first, second = await replay.run()

    assert (first.question, second.question) == ("Сколько стоит?", "А где вы?")
    assert [each.turn.answer for each in (first, second)] == [replay.house.writer.text] * 2
    assert first.new is not None
    assert (first.new.text, first.new.model, first.fault) == ("Новый ответ", "new-model", None)
    assert replay.models == ["new"]


async def test_tells_the_model_what_it_was_told_then_under_another_prompt(replay: Replay) -> None:
    await replay.run()

    for then, now in zip(replay.house.writer.asked, replay.writer.asked, strict=True):
        assert (now[0].role, now[0].text) == (Role.SYSTEM, "Новый промпт")
        assert now[1:] == then[1:]


async def test_tells_of_deadlines_as_they_were_ahead_then(rich: House) -> None:
    await rich.comment("Сдать до 25 июля, сколько стоит?", by=ANN)
    await rich.run_until_idle()
    rich.clock.advance(DAY.total_seconds() * 30)

    replay = Replay(rich)
    await replay.run()

    assert replay.writer.asked[0][1:] == rich.writer.asked[0][1:]


async def test_changes_nothing(replay: Replay) -> None:
    house = replay.house
    before = (house.storage.turns, house.storage.messages, house.storage.entries, house.community.calls)

    await replay.run()

    assert (house.storage.turns, house.storage.messages, house.storage.entries, house.community.calls) == before


async def test_shows_what_failed_and_goes_on(replay: Replay) -> None:
    replay.writer.fail_next(AnswerWriterError(Fault.TIMED_OUT))

    first, second = await replay.run()

    assert {(each.new is None, each.fault) for each in (first, second)} == {(True, "timed_out"), (False, None)}


async def test_finds_answered_turns_of_the_time_and_channel(replay: Replay) -> None:
    house = replay.house
    house.clock.advance(DAY.total_seconds())
    await house.comment("Завтрашний", by=ANN)
    await house.run_until_idle()
    await house.comment("Ещё не отвеченный", by=BOB)
    await house.drain_events.execute()

    assert len(await replay.find()) == 2
    assert len(await replay.find(Channel.VK_COMMENT)) == 2
    assert await replay.find(Channel.SITE_CHAT) == []
    assert len(await replay.find(limit=3)) == 1


async def test_calls_the_model_a_few_times_at_once_only(rich: House) -> None:
    for number in range(AT_ONCE + 2):
        await rich.comment(f"Вопрос {number}", by=ANN + number)
    await rich.run_until_idle()
    replay = Replay(rich)
    replay.writer.gate = asyncio.Event()

    running = asyncio.create_task(replay.run())
    for _ in range(200):
        await asyncio.sleep(0)
    at_once = len(replay.writer.asked)
    replay.writer.gate.set()
    await running

    assert at_once == AT_ONCE
    assert len(replay.replayed) == AT_ONCE + 2


async def test_keeps_what_was_done_when_it_is_cancelled(replay: Replay) -> None:
    replay.writer.gate = asyncio.Event()
    running = asyncio.create_task(replay.run())
    for _ in range(50):
        await asyncio.sleep(0)
    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running
    assert replay.writer.cancelled == 2
