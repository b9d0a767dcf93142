"""A model that misbehaves: the answer comes in the end, once and paid once, or the turn fails and costs nothing."""

import pytest

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

FAULTS = {
    "rate_limited": {"retry_after": 1, "times": 2},
    "error": {"times": 2},
    "cut": {"after": 2},
    "hang": {"seconds": 3600},
    "clean_early_end": {"after": 3},
    "garbage": {"after": 1},
}


@pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)
async def test_comment_is_answered_once_when_the_model_fails_at_first(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(LLM_FIRST_TOKEN_TIMEOUT="1.5")
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    for kind, details in FAULTS.items():
        await vk.model(kind, match=f"Почём {kind}?", **details)
    asked = {kind: await vk.comment(post_id, f"Почём {kind}?") for kind in FAULTS}
    # Two whose model always refuses and never answers; meanwhile the others go on.
    await vk.model("error", match="Откажите", status=400)

    for comment_id in asked.values():
        await vk.answer(post_id, to=comment_id)

    requests = {kind: len(await vk.questions(f"Почём {kind}?")) for kind in FAULTS}
    assert requests == {kind: details.get("times", 1) + 1 for kind, details in FAULTS.items()}
    assert len(await vk.said_under(post_id)) == len(FAULTS)
    await refused_then_retried(house, vk, post_id)


async def refused_then_retried(house: House, vk: SandboxClient, post_id: int) -> None:
    comment_id = await vk.comment(post_id, "Откажите")
    await until(lambda: failed(house), "the turn to fail")
    balance, turns = await house.books()
    assert (turns[0]["state"], turns[0]["reason"]) == ("failed", "model_refused")
    assert balance == {"available": "470.00", "held": "0.00", "spent_today": "30.00"}

    assert (await house.command("turns", "retry", turns[0]["id"])).out == "owed\n"
    answer = await vk.answer(post_id, to=comment_id)

    balance, turns = await house.books()
    assert (turns[0]["state"], turns[0]["attempts"], turns[0]["reason"]) == ("settled", 2, None)
    assert balance == {"available": "465.00", "held": "0.00", "spent_today": "35.00"}
    assert await vk.answers(post_id, to=comment_id) == [answer]
    assert (await house.command("turns", "retry", turns[0]["id"])).code == 1


async def failed(house: House) -> bool:
    return any(line["event"] == "model_failed" and line.get("ends") == "model_refused" for line in house.logged())
