"""A manager answers in VK itself, at any moment of an answer: nothing of ours comes after it, nothing is charged."""

import asyncio
import random
from datetime import timedelta

import pytest

from tests.integration.faults.place import Place
from tests.integration.whole.house import GROUP
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
HERE = "Здравствуйте, это Мария, сейчас отвечу."


async def manager_writes(vk: SandboxClient, person: int) -> int:
    """In the dialog, from VK's own interface: no key of ours; gives the id of the message."""
    sent: int = await vk.method("messages.send", peer_id=person, message=HERE, random_id=random.randrange(1, 2**31))  # noqa: S311 - no secret
    return sent


async def manager_comments(vk: SandboxClient, post_id: int, *, to: int) -> int:
    return await vk.comment(post_id, HERE, by=-GROUP, reply_to=to)


async def held(place: Place) -> int:
    """What is held for turns of this test."""
    books = await place.books()
    turns = {str(turn.id) for turn in books.turns}
    held_now = [hold for hold in books.holds if hold.state == "open" and hold.key.rpartition(":")[0] in turns]
    return sum(hold.amount_kopecks for hold in held_now)


@everywhere
async def test_nothing_is_sent_when_a_manager_answers_while_the_model_writes(place: Place, vk: SandboxClient) -> None:
    await vk.model("answer", match="Почём", text="одно слово за другим " * 4, token_delay=0.1)
    person = stranger()
    await vk.say("Почём?", by=person)
    await vk.asked("Почём?")
    by_manager = await manager_writes(vk, person)

    books = await place.check(vk, by_managers={by_manager})

    assert [(turn.state, turn.reason) for turn in books.turns] == [("declined", "operator_here")]
    assert await held(place) == 0


@everywhere
async def test_nothing_is_sent_when_a_manager_answers_before_the_written_text_goes_out(
    place: Place, vk: SandboxClient
) -> None:
    await place.halt_sending(timedelta(hours=1))
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await place.turn_in("written")
    by_manager = await manager_comments(vk, post_id, to=comment_id)

    books = await place.check(vk, by_managers={by_manager})
    await place.hurry()

    assert [(turn.state, turn.reason) for turn in books.turns] == [("declined", "operator_here")]
    assert await held(place) == 0


async def test_answer_comes_before_the_manager_or_not_at_all_when_both_are_at_it_at_once(
    place: Place, vk: SandboxClient
) -> None:
    """Twenty dialogs, in each of which a manager answers at another moment of ours."""
    people = [stranger() for _ in range(20)]
    for person in people:
        await vk.say("Почём?", by=person)
    managers = await asyncio.gather(*(after(0.1 * number, vk, person) for number, person in enumerate(people)))

    books = await place.check(vk, by_managers=set(managers))

    assert {turn.state for turn in books.turns} <= {"settled", "declined"}
    for person, by_manager in zip(people, managers, strict=True):
        ours = [said["id"] for said in await vk.said_to(person) if said["id"] != by_manager]
        assert len(ours) <= 1


async def after(seconds: float, vk: SandboxClient, person: int) -> int:
    await asyncio.sleep(1.0 + seconds)
    return await manager_writes(vk, person)


@everywhere
async def test_assistant_answers_again_when_the_conversation_is_handed_back(place: Place, vk: SandboxClient) -> None:
    person = stranger()
    await vk.say("Почём?", by=person)
    await vk.message_to(person)
    by_manager = await manager_writes(vk, person)
    await until(lambda: is_taken_over(place), "the conversation to be taken over")
    await vk.say("А где вы?", by=person)
    declined = await place.turn_in("declined", "operator_here")

    handed = await place.first.command("conversations", "hand-back", str(declined.conversation_id))
    assert handed.code == 0, handed.err
    await vk.say("А когда?", by=person)
    await vk.message_to(person, number=3)

    books = await place.check(vk, by_managers={by_manager})
    assert [turn.state for turn in books.turns] == ["settled", "declined", "settled"]


async def is_taken_over(place: Place) -> bool:
    return any(message.author == "operator" for message in (await place.books()).messages)
