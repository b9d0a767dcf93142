"""VK misbehaves: a repeat uses the key of the first call, so there is one effect; what is refused costs nothing."""

import pytest

from tests.integration.services.ports import free_port
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.notifier_stand_in import NotifierStandIn, listening, notifier_url
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

KNOWN = [
    ("error", {"code": 6}),
    ("error", {"code": 10}),
    ("http", {"status": 502}),
    ("http", {"status": 502, "work": True}),
    ("not_json", {}),
    ("drop_reply", {}),
]
both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


async def called(vk: SandboxClient, method: str, times: int) -> list[dict[str, str]]:
    """The parameters of the calls of a method, as soon as there are so many."""

    async def look() -> bool:
        return len(await vk.calls(method)) >= times

    await until(look, f"{times} calls of {method}")
    return [call["params"] for call in await vk.calls(method)]


@pytest.mark.parametrize(("kind", "details"), KNOWN)
async def test_comment_is_answered_once_when_the_call_fails(
    wall: SandboxClient, kind: str, details: dict[str, object]
) -> None:
    await wall.fault("wall.createComment", kind, **details)
    post_id = await wall.post()
    await wall.answer(post_id, to=await wall.comment(post_id, "Почём?"))
    # Taken up only when the first has been settled: its own event may have told that it is there.
    later = stranger()
    await wall.say("Почём?", by=later)
    await wall.message_to(later)

    calls = await called(wall, "wall.createComment", 1)

    assert all(call == calls[0] for call in calls)
    assert len(await wall.said_under(post_id)) == 1


@both_databases
async def test_comment_is_sent_again_with_its_guid_when_nothing_tells_that_it_is_there(
    house: House, wall: SandboxClient
) -> None:
    await wall.control("faults", {"kind": "suppress_own_events"})
    await wall.fault("wall.createComment", "drop_reply")
    post_id = await wall.post()
    await wall.comment(post_id, "Почём?")

    first, second = await called(wall, "wall.createComment", 2)
    await wall.answer(post_id, to=await wall.comment(post_id, "А где вы?"))

    assert first == second
    assert len(await wall.said_under(post_id)) == 2


@both_databases
@pytest.mark.parametrize(("kind", "details"), [("drop_reply", {}), ("error", {"code": 6})])
async def test_message_is_sent_again_with_its_random_id_when_the_call_fails(
    wall: SandboxClient, kind: str, details: dict[str, object]
) -> None:
    person = stranger()
    await wall.control("faults", {"kind": "suppress_own_events"})
    await wall.fault("messages.send", kind, **details)
    await wall.say("Почём?", by=person)

    first, second = await called(wall, "messages.send", 2)
    answer = await wall.message_to(person)

    assert first == second
    assert int(first["random_id"]) == answer["random_id"]
    assert len(await wall.said_to(person)) == 1


async def test_refusals_cost_nothing_and_flood_control_stops_one_conversation(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    house = open_house()
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()

    await vk.fault("wall.createComment", "error", code=212)
    await vk.comment(post_id, "Комментарии закрыты?")
    await until(lambda: delivery_failed(house, 212), "error 212")
    await vk.fault("wall.createComment", "error", code=9)
    flooded = await vk.comment(post_id, "Не часто ли?")
    await until(lambda: delivery_failed(house, 9), "error 9")
    answered = await vk.comment(post_id, "А мне?")
    await vk.answer(post_id, to=answered)
    balance, turns = await house.books()

    assert [(turn["state"], turn["reason"]) for turn in turns] == [
        ("settled", None),
        ("written", None),
        ("failed", "delivery_refused:212"),
    ]
    assert balance == {"available": "490.00", "held": "5.00", "spent_today": "5.00"}
    assert await vk.answers(post_id, to=flooded) == []


async def test_everything_waits_for_the_owner_when_the_token_is_dead(open_house: OpenHouse, vk: SandboxClient) -> None:
    port, stand_in = free_port(), NotifierStandIn()
    house = open_house(NOTIFIER_URL=notifier_url(port))
    async with listening(stand_in, port):
        await house.restart()
        await vk.send_events_to(house)
        post_id = await vk.post()
        await vk.fault("wall.createComment", "error", code=5)
        await vk.comment(post_id, "Почём?")
        await until(lambda: delivery_failed(house, 5), "error 5")
        await vk.comment(post_id, "А где вы?")
        await vk.say("Почём?", by=stranger())
        await until(lambda: written(house, 3), "three written answers")
        frames = await stand_in.received(1)
        balance, turns = await house.books()

    assert [turn["state"] for turn in turns] == ["written"] * 3
    assert balance == {"available": "485.00", "held": "15.00", "spent_today": "0.00"}
    assert [(frame["type"], frame["alert"], frame["state"]) for frame in frames] == [("alert", "vk_halted", "begun")]
    assert (len(await vk.calls("wall.createComment")), await vk.calls("messages.send")) == (1, [])


async def written(house: House, count: int) -> bool:
    return len([line for line in house.logged() if line["event"] == "answer_written"]) >= count


async def delivery_failed(house: House, code: int) -> bool:
    return code in [line["code"] for line in house.logged() if line["event"] == "delivery_failed"]
