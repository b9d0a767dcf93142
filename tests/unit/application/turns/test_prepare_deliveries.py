from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.delivery import PART_LENGTH, CommentTarget, Delivery, DeliveryState, DialogTarget
from domain.errors import NotFoundError
from domain.turn import Turn
from tests.unit.application.house import ANN, BOB, POST, WALL, House


async def prepare(house: House, answer: str = "Да.", *, upto: int = 1, turn: Turn | None = None) -> Sequence[Delivery]:
    written = replace(turn or house.turn, answer=answer, input_upto_seq=upto)
    return await house.storage.run(lambda uow: house.prepare.execute(uow, written))


async def test_hangs_the_answer_under_the_comment_when_that_was_asked(house: House) -> None:
    asked = await house.comment()
    await house.drain_events.execute()

    (delivery,) = await prepare(house)

    assert delivery.target == CommentTarget(owner_id=WALL, post_id=POST, reply_to=asked.comment_id)
    assert (delivery.part, delivery.state, delivery.text) == (1, DeliveryState.PENDING, "Да.")
    assert house.storage.deliveries == [delivery]


async def test_comments_the_post_itself_when_that_was_asked(house: House) -> None:
    await house.post("Вы открыты?", by=ANN)
    await house.drain_events.execute()

    (delivery,) = await prepare(house)

    assert delivery.target == CommentTarget(owner_id=WALL, post_id=POST, reply_to=None)


async def test_writes_into_the_dialog_when_that_was_asked(house: House) -> None:
    await house.message(by=BOB)
    await house.drain_events.execute()

    (delivery,) = await prepare(house)

    assert delivery.target == DialogTarget(peer_id=BOB)


async def test_hangs_under_the_latest_of_a_burst_when_it_answers_several(house: House) -> None:
    top = await house.comment("раз")
    second = await house.comment("два", root=top.comment_id)
    await house.comment("три", root=top.comment_id)
    await house.drain_events.execute()

    (delivery,) = await prepare(house, upto=2)

    assert delivery.target == CommentTarget(owner_id=WALL, post_id=POST, reply_to=second.comment_id)


async def test_gives_each_part_a_key_of_its_own_when_the_answer_is_long(house: House) -> None:
    await house.message()
    await house.drain_events.execute()
    text = "слово " * PART_LENGTH

    parts = await prepare(house, text)

    assert [part.part for part in parts] == list(range(1, len(parts) + 1))
    assert len({part.guid for part in parts}) == len({part.random_id for part in parts}) == len(parts) > 2
    assert all(0 < len(part.text) <= PART_LENGTH for part in parts)
    assert " ".join(part.text for part in parts) == text.strip()


async def test_marks_what_is_bold_in_a_dialog_in_each_part(house: House) -> None:
    await house.message()
    await house.drain_events.execute()

    parts = await prepare(house, "**слово** " * PART_LENGTH)

    assert len(parts) > 1
    assert all({part.text[span.start : span.start + span.length] for span in part.spans} == {"слово"} for part in parts)


async def test_comments_without_marks(house: House) -> None:
    await house.comment()
    await house.drain_events.execute()

    (delivery,) = await prepare(house, "**Да**, [здесь](https://a.example)")

    assert (delivery.text, delivery.spans) == ("Да, здесь (https://a.example)", ())


async def test_changes_nothing_when_they_are_prepared_already(house: House) -> None:
    await house.message()
    await house.drain_events.execute()
    first = await prepare(house, "Да.")

    again = await prepare(house, "Нет, и ещё раз нет.")

    assert list(again) == list(first) == house.storage.deliveries


async def test_raises_when_there_is_no_message_to_answer(house: House) -> None:
    await house.message()
    await house.drain_events.execute()

    with pytest.raises(NotFoundError):
        await prepare(house, upto=0)

    assert house.storage.deliveries == []


async def test_raises_when_the_message_was_not_said_in_vk(house: House) -> None:
    await house.say(await house.visit())

    with pytest.raises(NotFoundError):
        await prepare(house)
