"""No money, no answer: VK hears nothing, the owner hears it once, and a top-up sets things going again."""

import pytest

from tests.integration.services.ports import free_port
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.notifier_stand_in import NotifierStandIn, listening, notifier_url
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until


async def declined(house: House, count: int) -> None:
    """Return when so many turns have been declined."""

    async def look() -> bool:
        return len([line for line in house.logged() if line["event"] == "turn_declined"]) >= count

    await until(look, f"{count} declined turns")


@pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)
async def test_comment_is_declined_when_the_balance_is_empty(open_house: OpenHouse, vk: SandboxClient) -> None:
    port, stand_in = free_port(), NotifierStandIn()
    house = open_house(NOTIFIER_URL=notifier_url(port), STARTING_BALANCE="9.99")
    async with listening(stand_in, port):
        await house.restart()
        await vk.send_events_to(house)
        post_id = await vk.post()
        await vk.answer(post_id, to=await vk.comment(post_id, "На это хватит?"))
        refused = [await vk.comment(post_id, f"А на это? {number}") for number in range(3)]
        await declined(house, 3)
        topped_up = await house.ask("balance", "top-up", "5.01", "--key", "june")
        paid = [await vk.comment(post_id, f"А теперь? {number}") for number in range(2)]
        await vk.answer(post_id, to=paid[0])
        await vk.answer(post_id, to=paid[1])
        balance, turns = await house.books()
        await vk.comment(post_id, "И ещё?")
        await declined(house, 4)
        frames = await stand_in.received(5)

    assert topped_up == {"booked": True, "available": "10.00"}
    assert balance == {"available": "0.00", "held": "0.00", "spent_today": "15.00"}
    assert [(turn["state"], turn["reason"]) for turn in turns] == [
        *[("settled", None)] * 2,
        *[("declined", "balance_exhausted")] * 3,
        ("settled", None),
    ]
    for comment_id in refused:
        assert await vk.answers(post_id, to=comment_id) == []
    assert [frame["type"] for frame in frames] == [
        "responses",
        "balance_exhausted",
        "responses",
        "responses",
        "balance_exhausted",
    ]
    assert (frames[1]["available"], frames[1]["price"]) == ("4.99", "5.00")
