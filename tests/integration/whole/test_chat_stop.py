"""A visitor stops an answer: the call of the model ends on the wire, and it is paid for if any of it was shown."""

import contextlib
import sqlite3
from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import Found, SandboxClient
from tests.integration.whole.waiting import until

SLOW = {"text": "слово " * 60, "token_delay": 0.5}
"""An answer of half a minute."""

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


async def call_ended(vk: SandboxClient, question: str) -> Found:
    """The only request to the model about it, when its connection is closed."""

    async def look() -> Found | None:
        (request,) = await vk.questions(question)
        return request if request["state"] == "client_gone" else None

    found = await until(look, "the call of the model to end")
    assert found is not None
    return found


@both_databases
async def test_stop_keeps_and_charges_what_was_shown_and_hangs_up_on_the_model(house: House, vk: SandboxClient) -> None:
    await vk.model("answer", match="стоп один", **SLOW)
    async with visiting(house) as visitor, visiting(house) as other_tab:
        welcome = await visitor.hello()
        await other_tab.hello(token=welcome["token"])
        accepted = await visitor.say("m1", "стоп один")
        await visitor.until("delta")
        ended = await visitor.ask("stop", turn_id=accepted["turn_id"])
        told = await other_tab.answer(accepted["turn_id"])
        call = await call_ended(vk, "стоп один")
        again = await visitor.ask("stop", turn_id=accepted["turn_id"])
        history = await visitor.ask("history")
        rated = await visitor.ask("rate", message_id=ended["message"]["id"], value=1)

    assert (ended["state"], ended["charged"], ended["code"]) == ("stopped", "5.00", "stopped_by_person")
    assert ended["message"]["text"] == visitor.texts[accepted["turn_id"]]
    assert {**told, "ref": None} == {**ended, "ref": None} == {**again, "ref": None}
    assert history["messages"][-1] == ended["message"]
    assert call["tokens_sent"] < 20
    assert rated["type"] == "rated"


@both_databases
async def test_stop_costs_nothing_when_nothing_was_shown(house: House, vk: SandboxClient) -> None:
    await vk.model("hang", match="стоп два")
    async with visiting(house) as visitor:
        await visitor.hello()
        accepted = await visitor.say("m1", "стоп два")
        await visitor.until("turn_started")
        # It starts before the model is asked: stopped in between, there is no call to hang up.
        await vk.asked("стоп два")
        ended = await visitor.ask("stop", turn_id=accepted["turn_id"])
        await call_ended(vk, "стоп два")
        history = await visitor.ask("history")

    assert (ended["state"], ended["charged"], ended.get("message")) == ("stopped", "0.00", None)
    assert [each["author"] for each in history["messages"]] == ["person"]


async def test_stop_tells_the_real_end_when_the_answer_was_there_already(house: House, vk: SandboxClient) -> None:
    async with visiting(house) as visitor:
        await visitor.hello()
        accepted = await visitor.say("m1", "Почём занятие?")
        told = await visitor.answer(accepted["turn_id"])
        ended = await visitor.ask("stop", turn_id=accepted["turn_id"])

    assert ended["state"] == "settled"
    assert {**ended, "ref": None} == {**told, "ref": None}


async def test_kill_leaves_a_stopped_turn_to_be_ended_at_no_cost(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(LEASE_SECONDS="1")
    await house.restart()
    await vk.model("answer", match="стоп три", **SLOW)
    async with visiting(house) as visitor:
        token = (await visitor.hello())["token"]
        accepted = await visitor.say("m1", "стоп три")
        await visitor.until("delta")
        house.kill()
    _ask_to_stop(house, accepted["turn_id"])
    await house.restart()
    async with visiting(house) as back:
        await back.hello(token=token, after_seq=1, open_turns=[accepted["turn_id"]])
        ended = await back.answer(accepted["turn_id"])
    balance, turns = await house.books()

    assert (ended["state"], ended["charged"]) == ("stopped", "0.00")
    assert (turns[0]["state"], balance["held"], balance["spent_today"]) == ("stopped", "0.00", "0.00")
    assert len(await vk.questions("стоп три")) == 1


def _ask_to_stop(house: House, turn_id: str) -> None:
    """As a process does that is killed before anybody hears of it."""
    with contextlib.closing(sqlite3.connect(house.folder / "var" / "otklik.db")) as database:
        database.execute(
            "UPDATE turns SET stop_requested_at = '2026-01-01 00:00:00.000000' WHERE id = ?", (UUID(turn_id).bytes,)
        )
        database.commit()


@pytest.fixture
def nodes(open_house: OpenHouse, redis_url: str) -> Iterator[tuple[House, House]]:
    both = (open_house(REDIS_URL=redis_url), open_house(REDIS_URL=redis_url))
    for node in both:
        node.launch()
    for node in both:
        node.wait_until_ready()
    yield both
    assert [node.stop() for node in both] == [0, 0]
    assert [node.complaints() for node in both] == [[], []]


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
async def test_stop_is_heard_on_the_node_that_writes(nodes: tuple[House, House], vk: SandboxClient) -> None:
    for number, node in enumerate(nodes):
        question = f"стоп на узле {number}"
        await vk.model("answer", match=question, **SLOW)
        async with visiting(nodes[0]) as visitor, visiting(node) as elsewhere:
            welcome = await visitor.hello()
            await elsewhere.hello(token=welcome["token"])
            accepted = await visitor.say("m1", question)
            await visitor.until("delta")
            ended = await elsewhere.ask("stop", turn_id=accepted["turn_id"])
            told = await visitor.answer(accepted["turn_id"])
        call = await call_ended(vk, question)

        assert (ended["state"], ended["charged"]) == ("stopped", "5.00")
        assert ended["message"]["text"] == visitor.texts[accepted["turn_id"]]
        assert {**told, "ref": None} == {**ended, "ref": None}
        assert call["tokens_sent"] < 20
