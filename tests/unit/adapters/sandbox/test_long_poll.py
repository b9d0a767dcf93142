from adapters.sandbox.events import Event
from adapters.sandbox.long_poll import HISTORY, LongPoll


def make_event(number: int) -> Event:
    return Event(event_id=str(number), kind="message_new", object={})


async def test_gives_what_came_after_ts() -> None:
    sut = LongPoll()
    for number in range(3):
        sut.add(make_event(number))

    assert [event.event_id for event in await sut.events_after(1, 0)] == ["1", "2"]


async def test_gives_the_same_again_when_ts_is_old() -> None:
    sut = LongPoll()
    sut.add(make_event(0))

    assert await sut.events_after(0, 0) == await sut.events_after(0, 0) != []


async def test_gives_nothing_when_nothing_came_in_time() -> None:
    assert await LongPoll().events_after(0, 0) == []


def test_fails_with_2_when_key_is_unknown() -> None:
    assert LongPoll().failure("nope", "0") == {"failed": 2}


def test_fails_with_3_when_ts_was_never_given() -> None:
    sut = LongPoll()

    assert sut.failure(sut.open(), "7") == {"failed": 3}


def test_fails_with_1_and_a_number_when_history_is_gone() -> None:
    sut = LongPoll()
    for number in range(HISTORY + 5):
        sut.add(make_event(number))

    assert sut.failure(sut.open(), "0") == {"failed": 1, "ts": 5}


def test_does_not_fail_when_key_and_ts_are_known() -> None:
    sut = LongPoll()

    assert sut.failure(sut.open(), "0") is None


def test_key_dies_when_everything_is_forgotten() -> None:
    sut = LongPoll()
    key = sut.open()

    sut.forget()

    assert sut.failure(key, "0") == {"failed": 2}
