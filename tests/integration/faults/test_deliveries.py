"""The way out: VK answers late, wrongly or not at all; each part has one effect there all the same."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from adapters.outbound.database.dialect import database_time
from adapters.outbound.database.schema import deliveries
from tests.integration.faults.place import Place
from tests.integration.whole.sandbox_client import Found, SandboxClient, stranger
from tests.integration.whole.waiting import until

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


async def called(vk: SandboxClient, method: str, times: int = 1) -> list[Found]:
    """The calls of a method, as soon as there are so many."""

    async def look() -> list[Found]:
        calls = await vk.calls(method)
        return calls if len(calls) >= times else []

    return await until(look, f"{times} calls of {method}")


async def struck(place: Place, event: str, **fields: object) -> None:
    """Return when a node has logged this."""

    async def look() -> bool:
        lines = [line for node in place.nodes for line in node.logged() if line["event"] == event]
        turn_ids = {str(turn.id) for turn in await place.turns()}
        ours = [line for line in lines if line.get("turn_id") in turn_ids]
        return any(all(line.get(name) == value for name, value in fields.items()) for line in ours)

    await until(look, f"{event} {fields}")


@everywhere
async def test_comment_is_there_once_when_vks_answer_is_lost(place: Place, vk: SandboxClient) -> None:
    """Fault 8: its own event tells that it is there, and it is not sent again."""
    await vk.fault("wall.createComment", "drop_reply")
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)


@everywhere
async def test_message_is_there_once_when_vks_answer_is_lost(place: Place, vk: SandboxClient) -> None:
    person = stranger()
    await vk.control("faults", {"kind": "suppress_own_events"})
    await vk.fault("messages.send", "drop_reply", times=2)
    await vk.say("Почём?", by=person)
    await called(vk, "messages.send", 3)
    await place.check(vk)

    calls = await vk.calls("messages.send")
    assert {call["params"]["random_id"] for call in calls} == {calls[0]["params"]["random_id"]}


@everywhere
async def test_message_is_looked_up_when_vk_may_have_forgotten_its_key(place: Place, vk: SandboxClient) -> None:
    """Fault 9: the call was made two hours ago by the database's clock; the history tells, and nothing is sent."""
    person = stranger()
    await vk.control("faults", {"kind": "suppress_own_events"})
    await vk.fault("messages.send", "hang", seconds=60)
    await vk.say("Почём?", by=person)
    await called(vk, "messages.send")
    await place.kill_worker()
    await make_old(place)

    await place.check(vk)

    assert len(await vk.calls("messages.send")) == 1
    assert len(await vk.calls("messages.getHistory")) == 1


@on_sqlite
async def test_message_is_sent_when_it_is_not_in_the_history(place: Place, vk: SandboxClient) -> None:
    """Fault 9 the other way round: VK never did what it was asked."""
    person = stranger()
    await vk.fault("messages.send", "hang", seconds=60, work=False)
    await vk.say("Почём?", by=person)
    await called(vk, "messages.send")
    await place.kill_worker()
    await make_old(place)

    await place.check(vk)

    assert len(await vk.calls("messages.send")) == 2


async def make_old(place: Place) -> None:
    """As if every call whose outcome is unknown had been made two hours ago."""
    is_open = deliveries.c.called_at.is_not(None)
    await place.change(update(deliveries).where(is_open).values(called_at=database_time(-timedelta(hours=2))))


async def test_comment_is_left_to_the_owner_when_nobody_knows_whether_it_is_there(
    place: Place, vk: SandboxClient
) -> None:
    """Two calls without an answer and no event: the hold stays, the conversation goes on, the owner decides."""
    await vk.fault("wall.createComment", "http", status=502, times=2)
    post_id, person = await vk.post(), stranger()
    first = await vk.comment(post_id, "Почём?", by=person)
    turn = await place.turn_in("written", "delivery_unconfirmed")
    second = await vk.comment(post_id, "А где вы?", by=person, reply_to=first)
    await vk.answer(post_id, to=second)
    books = await place.check(vk, parked=1)
    held = [hold for hold in books.holds if hold.key.startswith(str(turn.id))]
    assert [hold.state for hold in held] == ["open"]

    retried = await place.first.command("turns", "retry", str(turn.id))
    assert retried.code == 0, retried.err
    await vk.answer(post_id, to=first)
    await place.check(vk)


@on_sqlite
async def test_late_event_settles_what_was_unconfirmed(place: Place, vk: SandboxClient) -> None:
    await vk.control("faults", {"kind": "delay_own_events", "seconds": 5})
    await vk.fault("wall.createComment", "drop_reply", times=2)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await place.turn_in("written", "delivery_unconfirmed")

    books = await place.check(vk)

    assert [turn.state for turn in books.turns] == ["settled"]
    assert len(await vk.answers(post_id, to=comment_id)) == 1


@everywhere
async def test_order_is_kept_and_nothing_dropped_when_vk_is_called_too_often(place: Place, vk: SandboxClient) -> None:
    """Fault 20: error 6 again and again, while many are answered."""
    await vk.fault("*", "error", code=6, times=3)
    post_id, people = await vk.post(), [stranger() for _ in range(3)]
    for number in range(6):
        await vk.comment(post_id, f"Почём {number}?")
    for words in ("Почём?", "А где вы?"):
        for person in people:
            await vk.say(words, by=person)
        for person in people:
            await vk.message_to(person, number=1 if words == "Почём?" else 2)
    await place.check(vk)

    for person in people:
        assert ["1500" in said["text"] for said in await vk.said_to(person)] == [True, False]


@everywhere
async def test_one_conversation_is_paused_when_vk_says_flood(place: Place, vk: SandboxClient) -> None:
    """Fault 21: error 9; minutes later, by the database's clock, the same call is made again."""
    flooded, other = stranger(), stranger()
    await vk.fault("messages.send", "error", code=9)
    await vk.say("Почём?", by=flooded)
    await struck(place, "delivery_failed", code=9)
    await vk.say("А где вы?", by=other)
    await vk.message_to(other)
    calls = await vk.calls("messages.send")
    assert len([call for call in calls if call["params"]["peer_id"] == str(flooded)]) == 1

    await place.hurry()
    await vk.message_to(flooded)
    await place.check(vk)


@pytest.mark.parametrize(("place", "code"), [("sqlite", 14), ("mariadb", 5)], indirect=["place"])
async def test_all_sending_stops_and_goes_on_later_when_vk_wants_a_captcha_or_another_token(
    place: Place, vk: SandboxClient, code: int
) -> None:
    """Faults 22 and 23: one call shows it, nobody else calls, the queue is kept, the owner is told once."""
    await vk.fault("messages.send", "error", code=code)
    people = [stranger() for _ in range(3)]
    await vk.say("Почём?", by=people[0])
    await struck(place, "vk_halted", code=code)
    for person in people[1:]:
        await vk.say("Почём?", by=person)
    await until(lambda: are_written(place, 3), "three answers to be written")
    assert len(await vk.calls("messages.send")) == 1
    await until(lambda: was_told(place, "begun"), "the owner to be told")

    await place.hurry_until(lambda: are_settled(place, 3), "the queue to go out")
    await place.check(vk)

    await until(lambda: was_told(place, "begun", "over"), "the owner to be told that it is over")


async def was_told(place: Place, *states: str) -> bool:
    told = await place.alerts()
    return [alert["state"] for alert in told if alert["alert"] == "vk_halted"] == list(states)


async def are_written(place: Place, count: int) -> bool:
    return [turn.state for turn in await place.turns()] == ["written"] * count


async def are_settled(place: Place, count: int) -> bool:
    return [turn.state for turn in await place.turns()] == ["settled"] * count


@pytest.mark.parametrize(
    ("place", "code"), [("sqlite", 901), ("mariadb", 901), ("sqlite", 902), ("sqlite", 100)], indirect=["place"]
)
async def test_refused_answer_is_not_charged(place: Place, vk: SandboxClient, code: int) -> None:
    """Fault 23: the person takes no messages; nothing is repeated and the hold is given back."""
    person = stranger()
    await vk.fault("messages.send", "error", code=code)
    await vk.say("Почём?", by=person)
    await place.turn_in("failed", f"delivery_refused:{code}")
    books = await place.check(vk)

    assert len(await vk.calls("messages.send")) == 1
    [turn] = books.turns
    assert [hold.state for hold in books.holds if hold.key.startswith(str(turn.id))] == ["released"]


@on_sqlite
async def test_answers_of_a_queue_go_together_and_each_is_there_once(place: Place, vk: SandboxClient) -> None:
    """Answers that pile up while sending is stopped go out in batches, of which some lose their answer."""
    await place.halt_sending(timedelta(hours=1))
    people = [stranger() for _ in range(8)]
    await asyncio.gather(*(vk.say("Почём?", by=person) for person in people))
    await until(lambda: are_written(place, 8), "eight answers to be written")
    await vk.fault("execute", "drop_reply")
    await vk.fault("messages.send", "drop_reply")

    await place.hurry_until(lambda: are_settled(place, 8), "the queue to go out")
    await place.check(vk)
