from datetime import timedelta

import pytest

from application.events.sweep_dialogs import MOST_AGE, SILENCE, SweepReason, Swept
from domain.community import CommunityError
from domain.errors import LeaseLostError, StorageUnavailableError
from tests.unit.application.events.polling import STARTED, Node, waiting
from tests.unit.application.house import ANN, BOB, House

LONG = timedelta(days=30)
HOUR = timedelta(hours=1)


@pytest.fixture
async def used() -> House:
    """A house that has run before: an event has come, and was understood."""
    house = House()
    await house.comment()
    await house.drain_events.execute()
    return house


def dialog_messages(house: House) -> list[str]:
    return [message.text for message in house.storage.messages if message.natural_key.startswith("message:")]


def dialog_turns(house: House) -> int:
    return sum(turn.channel.value == "vk_message" for turn in house.storage.turns)


async def test_takes_up_what_was_missed_when_a_process_starts(used: House) -> None:
    node = Node(used)
    node.dialogs.waiting = [waiting(used, "Вы открыты?", by=ANN), waiting(used, "Где вы?", by=BOB, age=HOUR)]

    swept = await node.sweep.execute(running_for=STARTED)

    assert swept == Swept(reason=SweepReason.START, waiting=2, taken=2, old=0)
    assert dialog_messages(used) == ["Вы открыты?", "Где вы?"]
    assert dialog_turns(used) == 2
    assert "dialogs_swept" in used.log.events("info")


async def test_takes_nothing_up_twice_when_swept_again(used: House) -> None:
    node = Node(used)
    node.dialogs.waiting = [waiting(used)]
    await node.sweep.execute(running_for=STARTED)
    used.clock.advance(1)

    swept = await node.sweep.execute(running_for=STARTED)

    assert swept == Swept(reason=SweepReason.START, waiting=1, taken=0, old=0)
    assert dialog_turns(used) == 1


async def test_owes_one_answer_when_the_event_comes_after_all(used: House) -> None:
    node = Node(used)
    message = waiting(used)
    node.dialogs.waiting = [message]

    await node.sweep.execute(running_for=STARTED)
    await used.happens(message)
    await used.drain_events.execute()

    assert dialog_turns(used) == 1


@pytest.mark.parametrize("text", ["Вы открыты?", "/help"])
async def test_owes_one_answer_when_the_very_first_sweep_overtakes_the_event(house: House, text: str) -> None:
    node = Node(house)
    message = waiting(house, text)
    node.dialogs.waiting = [message]

    await node.sweep.execute(running_for=STARTED)
    for _ in range(2):
        await house.happens(message)
        await house.drain_events.execute()

    assert dialog_messages(house) == [text]
    assert dialog_turns(house) == 1


async def test_records_but_does_not_answer_when_a_message_is_old(used: House) -> None:
    node = Node(used)
    node.dialogs.waiting = [
        waiting(used, "вчера", by=ANN, age=MOST_AGE + HOUR),
        waiting(used, "сегодня", by=BOB, age=MOST_AGE - HOUR),
    ]

    swept = await node.sweep.execute(running_for=STARTED)

    assert swept is not None
    assert (swept.taken, swept.old) == (2, 1)
    assert sorted(dialog_messages(used)) == ["вчера", "сегодня"]
    assert dialog_turns(used) == 1


async def test_records_but_answers_nobody_when_it_is_the_very_first_start(house: House) -> None:
    node = Node(house)
    node.dialogs.waiting = [waiting(house)]

    swept = await node.sweep.execute(running_for=STARTED)

    assert swept == Swept(reason=SweepReason.START, waiting=1, taken=1, old=1)
    assert house.storage.turns == []
    house.clock.advance(60)
    node.dialogs.waiting = [waiting(house, "Вторая", by=BOB)]
    await node.sweep.execute(running_for=STARTED)
    assert dialog_turns(house) == 1


async def test_sweeps_once_when_several_processes_start(used: House) -> None:
    first, second = Node(used, owner="first"), Node(used, owner="second")
    assert await first.sweep.execute(running_for=STARTED)
    used.clock.advance(1)

    assert await second.sweep.execute(running_for=timedelta(seconds=2)) is None
    assert second.dialogs.asked == 0


async def test_leaves_it_to_the_other_when_one_is_sweeping(used: House) -> None:
    first, second = Node(used, owner="first"), Node(used, owner="second")
    await used.storage.run(first.sweep._stay)

    with pytest.raises(LeaseLostError):
        await second.sweep.execute(running_for=STARTED)

    assert second.dialogs.asked == 0


async def test_does_nothing_when_it_has_swept_and_events_come(used: House) -> None:
    node = Node(used)
    await node.sweep.execute(running_for=STARTED)
    used.clock.advance(HOUR.total_seconds())

    assert await node.sweep.execute(running_for=LONG) is None


async def test_sweeps_when_it_is_silent_and_once_more_when_events_come_again(used: House) -> None:
    node = Node(used)
    await node.sweep.execute(running_for=STARTED)
    used.clock.advance(SILENCE.total_seconds())

    silent = await node.sweep.execute(running_for=LONG)
    used.clock.advance(HOUR.total_seconds())
    still = await node.sweep.execute(running_for=LONG)
    await used.comment()
    heard = await node.sweep.execute(running_for=LONG)
    after = await node.sweep.execute(running_for=LONG)

    assert [one.reason if one else None for one in (silent, still, heard, after)] == [
        SweepReason.SILENCE,
        None,
        SweepReason.SILENCE_OVER,
        None,
    ]


async def test_sweeps_when_the_long_poll_has_lost_events(used: House) -> None:
    node = Node(used)
    await node.sweep.execute(running_for=STARTED)
    await node.position.jump("40")

    swept = await node.sweep.execute(running_for=LONG)

    assert swept is not None
    assert swept.reason is SweepReason.HISTORY_LOST
    assert await node.sweep.execute(running_for=LONG) is None


async def test_sweeps_again_when_events_are_lost_during_a_sweep(used: House) -> None:
    node = Node(used)
    await node.position.jump("40")
    answer = node.dialogs.unanswered

    async def lose_more(*, most: int) -> object:
        await node.position.jump("50")
        return await answer(most=most)

    node.dialogs.unanswered = lose_more  # type: ignore[method-assign,assignment]  # once, in the middle
    await node.sweep.execute(running_for=LONG)
    node.dialogs.unanswered = answer  # type: ignore[method-assign]  # as it was

    swept = await node.sweep.execute(running_for=LONG)

    assert swept is not None
    assert swept.reason is SweepReason.HISTORY_LOST


async def test_stays_due_when_vk_refuses(used: House) -> None:
    node = Node(used)
    node.dialogs.waiting = [waiting(used)]
    node.dialogs.refuse_next(29)

    with pytest.raises(CommunityError):
        await node.sweep.execute(running_for=STARTED)

    assert await node.sweep.execute(running_for=STARTED)
    assert dialog_turns(used) == 1


async def test_goes_on_where_it_was_when_the_storage_failed_in_the_middle(used: House) -> None:
    node = Node(used)
    node.dialogs.waiting = [waiting(used, by=ANN), waiting(used, by=BOB)]
    used.fragile.go_down_in(4)

    with pytest.raises(StorageUnavailableError):
        await node.sweep.execute(running_for=STARTED)
    swept = await node.sweep.execute(running_for=STARTED)

    assert swept is not None
    assert dialog_turns(used) == 2


async def test_lets_the_storages_failure_be_seen_when_it_cannot_let_go_either(used: House) -> None:
    node = Node(used)
    node.dialogs.refuse_next(29)
    used.fragile.go_down_in(2)

    with pytest.raises(CommunityError):
        await node.sweep.execute(running_for=STARTED)
