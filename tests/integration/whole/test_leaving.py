"""SIGTERM: what runs is finished or handed on, sockets are told to come back, and the exit is a clean one."""

import httpx2

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient


async def test_running_answer_is_finished_before_leaving(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house()
    await house.restart()
    await vk.send_events_to(house)
    await vk.model("answer", match="Почём", token_delay=0.15)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём занятие?")
    await vk.asked("Почём")

    code = await house.stopped()
    answers = await vk.answers(post_id, to=comment_id)
    balance, [turn] = await house.books()

    assert code == 0
    assert len(answers) == 1
    assert turn["state"] == "settled"
    assert balance == {"available": "495.00", "held": "0.00", "spent_today": "5.00"}
    assert house.complaints() == []


async def test_answer_that_takes_too_long_is_given_by_the_next_start(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(SHUTDOWN_GRACE="1", LLM_FIRST_TOKEN_TIMEOUT="60")
    await house.restart()
    await vk.send_events_to(house)
    await vk.model("hang", match="Почём")
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём занятие?")
    await vk.asked("Почём")

    code = await house.stopped()
    # What comes while nobody is there is told again by VK.
    late = await vk.comment(post_id, "А где вы?")
    await house.restart()
    await vk.answer(post_id, to=comment_id)
    await vk.answer(post_id, to=late)

    assert code == 0
    assert len(await vk.said_under(post_id)) == 2


async def test_visitor_is_told_to_come_back_and_finds_the_answer(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house()
    await house.restart()
    await vk.model("answer", match="медленно", token_delay=0.15)
    async with visiting(house) as visitor:
        welcome = await visitor.hello()
        accepted = await visitor.say("m1", "Расскажите медленно, почём занятие")
        await visitor.until("delta")
        code = await house.stopped()
        closed = await visitor.closed()

    await house.restart()
    async with visiting(house) as back:
        resumed = await back.hello(token=welcome["token"], after_seq=1, open_turns=[accepted["turn_id"]])
        ended = await back.answer(accepted["turn_id"])

    assert code == 0
    assert closed in {1001, 1012}
    assert resumed["session"]["resumed"] is True
    assert ended["state"] == "settled"


async def test_server_without_work_leaves_at_once(open_house: OpenHouse) -> None:
    house = open_house()
    await house.restart()

    assert await house.stopped() == 0
    assert not await is_listening(house)


async def is_listening(house: House) -> bool:
    async with httpx2.AsyncClient(trust_env=False) as http:
        try:
            await http.get(house.url)
        except httpx2.ConnectError:
            return False
    return True
