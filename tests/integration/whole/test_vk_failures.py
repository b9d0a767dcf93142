"""VK misbehaves: a repeat uses the key of the first call, so there is one effect; what is refused costs nothing."""

import pytest

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

PASSING = [
    ("drop_reply", {}),
    ("error", {"code": 6}),
    ("error", {"code": 10}),
    ("error", {"code": 10, "work": True}),
    ("http", {"status": 502}),
    ("http", {"status": 502, "work": True}),
    ("not_json", {}),
]


@pytest.mark.parametrize(("kind", "details"), PASSING)
async def test_comment_is_answered_once_when_the_call_fails(
    wall: SandboxClient, kind: str, details: dict[str, object]
) -> None:
    await wall.fault("wall.createComment", kind, **details)
    post_id = await wall.post()
    comment_id = await wall.comment(post_id, "Почём?")

    async def called_twice() -> bool:
        return len(await wall.calls("wall.createComment")) == 2

    await until(called_twice, "the call to be repeated")
    await wall.answer(post_id, to=comment_id)

    first, second = await wall.calls("wall.createComment")
    assert first["params"] == second["params"]
    assert len(await wall.said_under(post_id)) == 1


@pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)
@pytest.mark.parametrize(("kind", "details"), [("drop_reply", {}), ("error", {"code": 6})])
async def test_message_is_answered_once_when_the_call_fails(
    wall: SandboxClient, kind: str, details: dict[str, object]
) -> None:
    person = stranger()
    await wall.fault("messages.send", kind, **details)
    await wall.say("Почём?", by=person)

    async def called_twice() -> bool:
        return len(await wall.calls("messages.send")) == 2

    await until(called_twice, "the call to be repeated")
    answer = await wall.message_to(person)

    keys = [int(call["params"]["random_id"]) for call in await wall.calls("messages.send")]
    assert keys == [answer["random_id"]] * 2
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


async def test_answer_waits_for_the_owner_when_the_token_is_dead(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house()
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    await vk.fault("wall.createComment", "error", code=5)
    await vk.comment(post_id, "Почём?")
    await until(lambda: delivery_failed(house, 5), "error 5")

    balance, [turn] = await house.books()

    assert turn["state"] == "written"
    assert balance == {"available": "495.00", "held": "5.00", "spent_today": "0.00"}


async def delivery_failed(house: House, code: int) -> bool:
    return any(line["event"] == "delivery_failed" and line["code"] == code for line in house.logged())
