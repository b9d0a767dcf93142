"""Caps hold before the model is called, whatever is raced: it is never asked more than was allowed."""

import asyncio
from typing import Any

import pytest

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.obedient_model import obedient_model
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

WANTED = 20
MOST_TOKENS = 50
LONG = "очень длинный вопрос, " * 500


def paid(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that are ours to say: why there is no answer."""
    return [turn for turn in turns if turn["price"] != "0.00"]


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
@pytest.mark.parametrize(
    ("limits", "allowed", "reason"),
    [
        ({"PERSON_DAILY_ANSWERS": "3"}, 3, "answers_exhausted"),
        ({"DAILY_SPEND_LIMIT": "20.00"}, 4, "daily_limit_reached"),
        ({"PAYER": "person", "GIFT": "20.00"}, 4, "balance_exhausted"),
    ],
)
async def test_model_is_asked_no_more_than_the_cap_when_twenty_questions_come_at_once(
    open_house: OpenHouse, vk: SandboxClient, limits: dict[str, str], allowed: int, reason: str
) -> None:
    async with obedient_model(delay=0.3) as model:
        house = open_house(OPENAI_BASE_URL=model.url, LLM_MAX_OUTPUT_TOKENS=str(MOST_TOKENS), **limits)
        await house.restart()
        await vk.send_events_to(house)
        person = stranger()
        posts = [await vk.post(f"Пост {number}. {LONG}") for number in range(WANTED)]
        await asyncio.gather(*(vk.comment(post, LONG, by=person) for post in posts))

        async def ended() -> bool:
            turns = paid(await house.ask("turns", "list"))
            return len(turns) == WANTED and all(turn["state"] in {"settled", "declined"} for turn in turns)

        await until(ended, "all questions to be dealt with")
        balance, turns = await house.books()
        assert await house.stopped() == 0

    assert len(model.requests) == allowed
    assert {turn["reason"] for turn in paid(turns) if turn["state"] == "declined"} == {reason}
    assert (balance["held"], balance["spent_today"]) == ("0.00", f"{5 * allowed}.00")
    assert {request.get("max_tokens") or request["max_completion_tokens"] for request in model.requests} == {
        MOST_TOKENS
    }
    assert max(sum(len(line["content"]) for line in request["messages"]) for request in model.requests) < 30_000
    # It had more to say than fifty tokens can hold.
    said = [comment for post in posts for comment in await vk.said_under(post)]
    assert {len(comment["text"]) <= MOST_TOKENS * 16 for comment in said} == {True}
