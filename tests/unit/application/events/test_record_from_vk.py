from hypothesis import given
from hypothesis import strategies as st

from tests.unit.application.house import ANN, BOB, House

COMMENTS = st.lists(st.tuples(st.sampled_from([ANN, BOB]), st.sampled_from([1, 2])), min_size=1, max_size=8)


async def test_notes_the_deadline_once_when_the_message_is_repeated(house: House) -> None:
    written = await house.comment("Заявки принимаем до 5 июля")
    await house.happens(written)

    await house.drain_events.execute()

    (deadline,) = house.storage.deadlines
    assert deadline.message_id == house.storage.messages[0].id


@given(COMMENTS)
async def test_strangers_never_share_a_turn_when_many_comment(comments: list[tuple[int, int]]) -> None:
    house = House()
    for author, thread in comments:
        await house.comment(by=author, root=thread)

    await house.drain_events.execute()

    said = house.storage.messages
    assert len(said) == len(comments)
    together = {(message.conversation_id, message.person_id) for message in said}
    # Nobody has run a turn yet, so each person has exactly one in each thread.
    assert {(turn.conversation_id, turn.person_id) for turn in house.storage.turns} == together
    assert len(house.storage.turns) == len(together)
    owners = {turn.id: turn.person_id for turn in house.storage.turns}
    assert all(message.turn_id and owners[message.turn_id] == message.person_id for message in said)


@given(COMMENTS)
async def test_numbers_without_holes_when_events_are_repeated(comments: list[tuple[int, int]]) -> None:
    house = House()
    for author, thread in comments:
        await house.happens(await house.comment(by=author, root=thread))

    await house.drain_events.execute()

    for conversation in house.storage.conversations:
        numbers = [message.seq for message in house.storage.messages if message.conversation_id == conversation.id]
        assert numbers == list(range(1, conversation.last_seq + 1))
