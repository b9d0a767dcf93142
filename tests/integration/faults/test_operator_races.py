"""
A person of the community steps in exactly while an answer is on its way: at the console of either node, or in VK.

None of ours begins after the takeover has committed, what was held for it is given back, nothing is said twice.
"""

import asyncio
from collections.abc import Container, Sequence

import pytest

from domain.conversation import dialog_key
from tests.integration.faults.desk import Desk, Watched, at_desk, begun, begun_later, conversation_of, is_taken_over
from tests.integration.faults.place import Place
from tests.integration.faults.test_takeovers import held, manager_writes
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
BY_OPERATOR = "Здравствуйте, это Ольга, отвечаю сама."
MOMENTS = 12
"""Dialogs, in each of which a person steps in at another moment of the answer."""
STEP = 0.12
"""Seconds between two such moments: together they are as long as an answer takes."""


@everywhere
async def test_nothing_is_sent_when_an_operator_takes_over_while_the_model_writes(
    place: Place, vk: SandboxClient
) -> None:
    await vk.model("answer", match="Почём", text="одно слово за другим " * 4, token_delay=0.1)
    person = stranger()
    # At the desk before the question comes: to sign in may take as long as the model writes.
    async with at_desk(place) as desk:
        await vk.say("Почём?", by=person)
        await vk.asked("Почём?")
        await desk.take_over(await conversation_of(place, dialog_key(person)), at=place.last)

    books = await place.check(vk)

    assert [(turn.state, turn.reason) for turn in books.turns] == [("declined", "operator_here")]
    assert await vk.said_to(person) == []
    assert await held(place) == 0


@everywhere
async def test_operators_answer_is_there_once_and_alone_when_the_writing_node_is_killed(
    place: Place, vk: SandboxClient
) -> None:
    """The other node takes the form; where there is one, it does so when it is back."""
    await vk.model("answer", match="Почём", text="одно слово за другим " * 20, token_delay=0.1, times=2)
    person = stranger()
    async with at_desk(place) as desk:
        await vk.say("Почём?", by=person)
        await vk.asked("Почём?")
        conversation_id = await conversation_of(place, dialog_key(person))
        writing = await place.worker()
        turn_id, _ = await asyncio.gather(
            desk.answer(conversation_id, BY_OPERATOR, at=writing), killed_after(0, place, writing)
        )

    books = await place.check(vk)

    assert [said["text"] for said in await vk.said_to(person)] == [BY_OPERATOR]
    assert {turn.state for turn in books.turns if turn.id != turn_id} == {"declined"}
    assert await held(place) == 0


@everywhere
async def test_begun_answer_is_finished_before_the_operators_when_its_node_is_killed_within_it(
    place: Place, vk: SandboxClient
) -> None:
    """VK has a part of it, or may have: half an answer would stay there, and its keys make the rest come once."""
    person = stranger()
    await vk.control("faults", {"kind": "suppress_own_events", "times": 9})
    await vk.model("answer", match="длинно", token_delay=0)
    await vk.fault("messages.send", "hang", seconds=60)
    await vk.say("Расскажите длинно про глину", by=person)
    await until(lambda: vk.calls("messages.send"), "VK to be called")
    conversation_id = await conversation_of(place, dialog_key(person))
    async with at_desk(place) as desk:
        await desk.answer(conversation_id, BY_OPERATOR, at=place.last)
        await killed_after(0, place, await place.worker())

    books = await place.check(vk)

    said = [each["text"] for each in await vk.said_to(person)]
    assert (said[-1], said.count(BY_OPERATOR)) == (BY_OPERATOR, 1)
    assert [part.text for part in books.deliveries] == said
    assert [turn.state for turn in books.turns] == ["settled", "settled"]


@everywhere
@pytest.mark.parametrize("is_killed", [False, True], ids=["healthy", "killed"])
async def test_operators_answer_is_the_last_word_at_whatever_moment_it_comes(
    place: Place, vk: SandboxClient, *, is_killed: bool
) -> None:
    people = [stranger() for _ in range(MOMENTS)]
    for person in people:
        await vk.say("Почём?", by=person)
    async with at_desk(place) as desk:
        steps = (operator_steps_in(desk, place, number, person) for number, person in enumerate(people))
        killing = killed_after(MOMENTS * STEP / 2, place) if is_killed else asyncio.sleep(0)
        watched, _ = await asyncio.gather(asyncio.gather(*steps), killing)

    await judge(place, vk, watched)

    for person in people:
        said = [each["text"] for each in await vk.said_to(person)]
        assert (said[-1], said.count(BY_OPERATOR)) == (BY_OPERATOR, 1)
        assert len(said) <= len(("ours", "the operator's"))


async def operator_steps_in(desk: Desk, place: Place, number: int, person: int) -> Watched:
    """At another moment for each number, by the nodes in turn."""
    conversation_id = await conversation_of(place, dialog_key(person))
    await asyncio.sleep(number * STEP)
    await desk.answer(conversation_id, BY_OPERATOR, at=place.nodes[number % len(place.nodes)])
    return Watched(conversation_id, begun(await place.books(), conversation_id))


@everywhere
async def test_nothing_begins_after_a_manager_has_answered_in_vk_when_a_node_is_killed(
    place: Place, vk: SandboxClient
) -> None:
    """The event of the manager's answer is told again by VK when the node that took it is gone."""
    people = [stranger() for _ in range(MOMENTS)]
    for person in people:
        await vk.say("Почём?", by=person)
    steps = (manager_steps_in(place, vk, number, person) for number, person in enumerate(people))
    found, _ = await asyncio.gather(asyncio.gather(*steps), killed_after(1 + MOMENTS * STEP / 2, place))

    await judge(place, vk, [watched for watched, _ in found], by_managers={sent for _, sent in found})

    for person, (_, by_manager) in zip(people, found, strict=True):
        assert len([said for said in await vk.said_to(person) if said["id"] != by_manager]) <= 1


async def manager_steps_in(place: Place, vk: SandboxClient, number: int, person: int) -> tuple[Watched, int]:
    await asyncio.sleep(1 + number * STEP)
    sent = await manager_writes(vk, person)
    conversation_id = await conversation_of(place, dialog_key(person))
    await until(lambda: is_taken_over(place, conversation_id), "the conversation to be taken over")
    return Watched(conversation_id, begun(await place.books(), conversation_id)), sent


async def judge(
    place: Place, vk: SandboxClient, watched: Sequence[Watched], *, by_managers: Container[int] = ()
) -> None:
    books = await place.check(vk, by_managers=by_managers)
    assert [later for each in watched for later in begun_later(books, each)] == []
    assert {turn.state for turn in books.turns} <= {"settled", "declined"}
    assert await held(place) == 0


async def killed_after(seconds: float, place: Place, node: House | None = None) -> None:
    """kill -9, and have it back."""
    await asyncio.sleep(seconds)
    (node or place.first).kill()
    await place.revive()
