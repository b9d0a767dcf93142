"""A second reader: paid for once, asked a few times at most, believed only as far as the text goes."""

import asyncio
import json
from decimal import Decimal

import pytest

from domain.answer import AnswerWriterError, Fault
from domain.balance import Balance
from domain.deadline_doubt import DoubtState
from domain.policy import Policy, Selection
from tests.fakes.auditor import FakeAuditor
from tests.unit.application.house import ANN, House

TEXT = "Дедлайн был 5 июля, 18:00"
READ = json.dumps({"quote": "5 июля, 18:00", "at": "2026-07-05T18:00+03:00"}, ensure_ascii=False)
NOTHING = Decimal("0.00")
PRICE = Decimal("5.00")
SILENT = Policy(selection=Selection.NONE)


@pytest.fixture
async def house() -> House:
    house = House(second_reader=True, comment_policy=SILENT)
    await house.top_up("100.00")
    await house.comment(TEXT, by=ANN)
    await house.drain_events.execute()
    return house


def states(house: House) -> list[DoubtState]:
    return [row.state for row in house.storage.tables.doubts.values()]


async def read_until_idle(house: House) -> None:
    while await house.second_reader.execute():
        house.clock.advance(600)


async def spent(house: House) -> tuple[Decimal, Decimal]:
    """Captured and held."""
    balance: Balance = await house.storage.balance()
    assert (await FakeAuditor(house.storage).read(limit=9)).unpaired == []
    return balance.spent_today, balance.held


async def test_keeps_what_it_reads_and_pays_for_it(house: House) -> None:
    house.writer.answer_next(READ)

    await read_until_idle(house)

    [deadline] = house.storage.deadlines
    assert (deadline.local.isoformat(), deadline.quote) == ("2026-07-05T18:00:00+03:00", "5 июля, 18:00")
    assert deadline.message_id == house.storage.messages[0].id
    assert states(house) == [DoubtState.ANSWERED]
    assert await spent(house) == (PRICE, NOTHING)
    [lines] = house.writer.asked
    assert TEXT in lines[1].text


async def test_pays_for_a_clear_no_too(house: House) -> None:
    house.writer.answer_next("null")

    await read_until_idle(house)

    assert house.storage.deadlines == []
    assert await spent(house) == (PRICE, NOTHING)


async def test_asks_nothing_when_the_owner_has_stopped_answering(house: House) -> None:
    await house.stop_answering.execute(by="ann", reason="")

    await read_until_idle(house)

    assert house.writer.asked == []
    assert [(row.state, row.reason) for row in house.storage.tables.doubts.values()] == [
        (DoubtState.DECLINED, "stopped_by_owner")
    ]
    assert await spent(house) == (NOTHING, NOTHING)


async def test_gives_the_money_back_when_nothing_usable_comes(house: House) -> None:
    for _ in range(3):
        house.writer.answer_next("Кажется, пятого")

    await read_until_idle(house)

    assert states(house) == [DoubtState.FAILED]
    assert len(house.writer.asked) == 3
    assert await spent(house) == (NOTHING, NOTHING)
    assert list(house.storage.tables.answers.values()) == [0]


@pytest.mark.parametrize(("fault", "calls"), [(Fault.TIMED_OUT, 3), (Fault.REFUSED, 1)])
async def test_is_bounded_when_the_model_fails(house: House, fault: Fault, calls: int) -> None:
    for _ in range(3):
        house.writer.fail_next(AnswerWriterError(fault))

    await read_until_idle(house)

    assert states(house) == [DoubtState.FAILED]
    assert len(house.writer.asked) == calls
    assert await spent(house) == (NOTHING, NOTHING)


async def test_reads_it_at_a_later_try(house: House) -> None:
    house.writer.fail_next(AnswerWriterError(Fault.RATE_LIMITED))
    house.writer.answer_next(READ)

    await read_until_idle(house)

    assert len(house.storage.deadlines) == 1
    assert await spent(house) == (PRICE, NOTHING)


@pytest.mark.parametrize("run", [1, 2, 3])
@pytest.mark.parametrize("committed", [False, True])
async def test_pays_once_when_killed_at_any_step(house: House, run: int, *, committed: bool) -> None:
    for _ in range(2):
        house.writer.answer_next(READ)

    await house.dies_in(run, house.second_reader.execute(), committed=committed)
    house.clock.advance(600)
    await read_until_idle(house)

    assert len(house.storage.deadlines) == 1
    assert await spent(house) == (PRICE, NOTHING)


async def test_late_worker_changes_nothing_when_its_lease_has_lapsed(house: House) -> None:
    house.writer.gate = asyncio.Event()
    late = asyncio.create_task(house.second_reader.execute())
    while not house.writer.asked:
        await asyncio.sleep(0)
    house.clock.advance(600)
    house.writer.gate.set()
    house.writer.answer_next(READ)
    await read_until_idle(house)
    await late

    assert states(house) == [DoubtState.ANSWERED]
    assert await spent(house) == (PRICE, NOTHING)


async def test_counts_for_nothing_when_the_text_was_edited_meanwhile(house: House) -> None:
    house.writer.gate = asyncio.Event()
    house.writer.answer_next(READ)
    reading = asyncio.create_task(house.second_reader.execute())
    while not house.writer.asked:
        await asyncio.sleep(0)
    message = house.storage.messages[0]
    await house.storage.run(lambda uow: uow.messages.change_text(message.id, text="Отбой"))
    house.writer.gate.set()
    await reading

    assert house.storage.deadlines == []
    assert states(house) == [DoubtState.FAILED]
    assert await spent(house) == (NOTHING, NOTHING)


async def test_asks_nothing_when_the_account_is_empty() -> None:
    house = House(second_reader=True, comment_policy=SILENT)
    await house.comment(TEXT)
    await house.drain_events.execute()

    await read_until_idle(house)

    assert states(house) == [DoubtState.DECLINED]
    assert house.writer.asked == []
    assert list(house.storage.tables.answers.values()) == [0]


async def test_asks_no_more_of_a_person_than_they_may_ask_in_a_day() -> None:
    house = House(second_reader=True, comment_policy=SILENT, person_daily_answers=1)
    await house.top_up("100.00")
    for number in range(2):
        await house.comment(f"{TEXT}, {number}", by=ANN)
    await house.drain_events.execute()
    house.writer.answer_next("null")

    await read_until_idle(house)

    assert sorted(states(house)) == [DoubtState.ANSWERED, DoubtState.DECLINED]


async def test_asks_nothing_when_the_message_is_gone(house: House) -> None:
    house.storage.tables.messages.clear()

    await read_until_idle(house)

    assert states(house) == [DoubtState.FAILED]
    assert house.writer.asked == []


@pytest.mark.parametrize("text", ["Сдать до 5 июля", "Урок 5 июля в 18:00", "Вы открыты?"])
async def test_is_never_asked_of_what_is_plain(text: str) -> None:
    house = House(second_reader=True)
    await house.comment(text)
    await house.drain_events.execute()

    assert states(house) == []


async def test_is_never_asked_unless_the_owner_wants_it() -> None:
    house = House()
    await house.comment(TEXT)
    await house.drain_events.execute()

    assert states(house) == []
