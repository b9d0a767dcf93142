"""The visitor's side: two tabs at once, a wire that is cut again and again, a reader that takes nothing."""

from contextlib import AsyncExitStack
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed

from tests.integration.faults.place import Place
from tests.integration.faults.relay import Relay, relay_to
from tests.integration.faults.slow_reader import reading_nothing
from tests.integration.whole.chat_client import ChatClient, visiting
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)


@everywhere
async def test_message_is_one_when_two_tabs_send_it_at_once(place: Place, vk: SandboxClient) -> None:
    """Fault 28: the same id on two sockets, on two nodes where there are two, and a double click on each."""
    async with visiting(place.first) as tab, visiting(place.last) as other_tab:
        welcome = await tab.hello()
        await other_tab.hello(token=welcome["token"])
        tabs = (tab, other_tab)
        for each in tabs * 2:
            await each.send("message", id="m1", text="Почём занятие?")
        accepted = [await each.until("accepted") for each in tabs]
        turn_id = accepted[0]["turn_id"]
        ended = [await each.answer(turn_id) for each in tabs]
        history = await tab.ask("history")
    books = await place.check(vk)

    assert {frame["turn_id"] for frame in accepted} == {turn_id}
    assert accepted[0]["message"] == accepted[1]["message"]
    assert ended[0]["message"] == ended[1]["message"]
    assert [each.texts[turn_id] for each in tabs] == [ended[0]["message"]["text"]] * 2
    assert [message["seq"] for message in history["messages"]] == [1, 2]
    assert len(books.turns) == 1


@everywhere
async def test_stop_in_one_tab_stops_both_and_charges_once(place: Place, vk: SandboxClient) -> None:
    """Fault 28: both tabs press it."""
    await vk.model("answer", match="Почём?", text="слово " * 100, token_delay=0.3)
    async with visiting(place.first) as tab, visiting(place.last) as other_tab:
        welcome = await tab.hello()
        await other_tab.hello(token=welcome["token"])
        turn_id = (await tab.say("m1", "Почём?"))["turn_id"]
        await tab.until("delta")
        for each in (tab, other_tab):
            await each.send("stop", turn_id=turn_id)
        ended = [await each.answer(turn_id) for each in (tab, other_tab)]
    books = await place.check(vk)

    assert {frame["state"] for frame in ended} == {"stopped"}
    assert ended[0]["message"] == ended[1]["message"]
    assert [turn.state for turn in books.turns] == ["stopped"]


@everywhere
async def test_text_is_whole_when_the_wire_is_cut_at_every_third_frame(place: Place, vk: SandboxClient) -> None:
    """Fault 29: each time the visitor comes back on the other node, where there is one; the model is asked once."""
    await vk.model("answer", match="Почём?", text="одно слово за другим " * 12, token_delay=0.12)
    async with relay_to(place.first.port) as near, relay_to(place.last.port) as far:
        async with visiting(place.first) as visitor:
            welcome = await visitor.hello()
            turn_id = (await visitor.say("m1", "Почём?"))["turn_id"]
        cuts, ended, last = 0, None, visitor
        while ended is None:
            wire = (near, far)[cuts % 2]
            async with visiting(behind(wire, place.first)) as back:
                await back.hello(token=welcome["token"], after_seq=1, open_turns=[turn_id])
                ended = await follow(back, turn_id, frames=3)
                last = back
                wire.cut()
            cuts += 1
    await place.check(vk)

    assert ended["state"] == "settled"
    assert last.texts.get(turn_id, ended["message"]["text"]) == ended["message"]["text"]
    assert cuts > 3
    assert len(await vk.questions("Почём?")) == 1


def behind(wire: Relay, house: House) -> House:
    """The same server, reached by the wire."""
    seen = House(house.folder, house.settings)
    seen.port = wire.port
    return seen


async def until_closed(visitor: ChatClient) -> None:
    while True:
        await visitor.next()


async def follow(visitor: ChatClient, turn_id: str, *, frames: int) -> dict[str, Any] | None:
    """The end of the turn, if it comes within so many frames."""
    for _ in range(frames):
        frame = await visitor.next()
        if frame["type"] == "turn_ended" and frame["turn_id"] == turn_id:
            return frame
    return None


async def test_others_get_their_answer_when_some_read_nothing(place: Place, vk: SandboxClient) -> None:
    """Fault 27: five sockets of one conversation ask for megabytes and take nothing; they are cut, the sixth is not."""
    async with AsyncExitStack() as stack:
        visitor = await stack.enter_async_context(visiting(place.first))
        welcome = await visitor.hello()
        for number in range(8):
            await visitor.say(f"m{number}", "длинные слова " * 550)
        for _ in range(5):
            reader = await stack.enter_async_context(reading_nothing(place.first))
            await reader.send(type="hello", protocol=1, token=welcome["token"])
            for _ in range(60):
                await reader.send(type="history", limit=100)
        await until(lambda: has_sockets(place.first, 6), "six sockets to be open")
        ended = await visitor.answer((await visitor.say("last", "Почём?"))["turn_id"])
        await until(lambda: has_sockets(place.first, 1), "the slow readers to be cut")
    await place.check(vk)

    assert ended["state"] == "settled"


async def has_sockets(node: House, count: int) -> bool:
    async with httpx2.AsyncClient(trust_env=False) as http:
        metrics = (await http.get(f"{node.url}/metrics")).text
    return f"\notklik_sockets {count}.0\n" in metrics


async def test_visitors_are_told_to_come_back_when_a_node_is_killed(place: Place, vk: SandboxClient) -> None:
    """Fault 29, a server that is gone: the answer is written anew by the other node, and there is one of it."""
    await vk.model("answer", match="Почём?", text="одно слово за другим " * 10, token_delay=0.1)
    async with visiting(place.first) as visitor:
        welcome = await visitor.hello()
        turn_id = (await visitor.say("m1", "Почём?"))["turn_id"]
        await visitor.until("delta")
        place.first.kill()
        with pytest.raises(ConnectionClosed):
            await until_closed(visitor)
    async with visiting(place.last) as back:
        await back.hello(token=welcome["token"], after_seq=1, open_turns=[turn_id])
        ended = await back.answer(turn_id)
    await place.check(vk)

    assert back.texts[turn_id] == ended["message"]["text"]
