"""What a real server tells of itself: traces on the wire, metrics, alerts."""

from collections.abc import Mapping
from typing import Any

import httpx2

from tests.integration.outbound.otlp_receiver import OtlpReceiver
from tests.integration.services.ports import free_port
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import MODEL_KEY, VK_SECRET, VK_TOKEN, House
from tests.integration.whole.notifier_stand_in import NotifierStandIn, listening, notifier_url
from tests.integration.whole.sandbox_client import SandboxClient

QUESTION = "Почём занятие, Канарейка?"
STEPS = {"turn write", "turn send"}


async def test_a_comment_is_seen_in_traces_without_its_words(open_house: OpenHouse, vk: SandboxClient) -> None:
    receiver = OtlpReceiver()
    with receiver.listening():
        house = open_house(OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
        await house.restart()
        await vk.send_events_to(house)
        post_id = await vk.post()
        answer = await vk.answer(post_id, to=await vk.comment(post_id, QUESTION))
        [turn] = (await house.books())[1]
        assert await house.stopped() == 0

    spans = [span for span in receiver.spans if span["traceId"] == turn["id"].replace("-", "")]
    by_name: Mapping[str, Any] = {span["name"]: span for span in spans}
    [model] = [span for name, span in by_name.items() if name.startswith("chat ")]
    assert by_name.keys() == {"turn", *STEPS, model["name"], "vk create_comment"}
    assert {by_name[step]["parentSpanId"] for step in STEPS} == {by_name["turn"]["spanId"]}
    assert model["parentSpanId"] == by_name["turn write"]["spanId"]
    assert by_name["vk create_comment"]["parentSpanId"] == by_name["turn send"]["spanId"]
    [opened] = [span for span in receiver.spans if span["name"] == "turn open"]
    assert {"key": "otklik.turn.id", "value": {"stringValue": turn["id"]}} in opened["attributes"]
    assert opened["parentSpanId"] in {span["spanId"] for span in receiver.spans if span["name"] == "event"}
    for word in ("Канарейка", answer["text"], VK_TOKEN, VK_SECRET, MODEL_KEY):
        assert word not in repr(receiver.requests)


async def test_what_the_owner_wants_to_know_is_in_metrics_and_told_once(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    port, stand_in = free_port(), NotifierStandIn()
    house = open_house(NOTIFIER_URL=notifier_url(port), ALERT_BALANCE_BELOW="496.00")
    async with listening(stand_in, port):
        await house.restart()
        await vk.send_events_to(house)
        post_id = await vk.post()
        await vk.answer(post_id, to=await vk.comment(post_id, QUESTION))
        await stand_in.received(2)
        assert await house.stopped() == 0
        await house.restart()
        await house.command("balance", "top-up", "100")
        told = await stand_in.received(3)
        page = (await read_metrics(house)).splitlines()

    alerts = [(frame["alert"], frame["state"], frame["number"]) for frame in told if frame["type"] == "alert"]
    assert alerts == [("balance_low", "begun", 1), ("balance_low", "over", 1)]
    assert 'otklik_balance_roubles{part="available"} 595.0' in page
    assert 'otklik_queue_oldest_seconds{queue="turns"} 0.0' in page
    assert "otklik_database_up 1.0" in page


async def read_metrics(house: House) -> str:
    async with httpx2.AsyncClient() as http:
        return (await http.get(f"{house.url}/metrics")).text
