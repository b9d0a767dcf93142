"""The way of a comment, from the event to everything that an answer leaves behind."""

import json
from pathlib import Path

import pytest

from tests.integration.services.ports import free_port
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import MODEL_KEY, VK_SECRET, VK_TOKEN, House
from tests.integration.whole.notifier_stand_in import NotifierStandIn, listening, notifier_url
from tests.integration.whole.sandbox_client import SandboxClient

QUESTION = "Сколько стоит занятие, пароль-от-сейфа?"


def transcripts(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)
async def test_comment_is_answered_charged_announced_and_logged(
    open_house: OpenHouse, vk: SandboxClient, tmp_path: Path
) -> None:
    port, stand_in = free_port(), NotifierStandIn()
    house = open_house(NOTIFIER_URL=notifier_url(port), TRANSCRIPT_DIR=str(tmp_path / "transcripts"), LOG_LEVEL="DEBUG")
    async with listening(stand_in, port):
        await house.restart()
        await vk.send_events_to(house)
        post_id = await vk.post()
        first = await vk.comment(post_id, QUESTION)
        answer = await vk.answer(post_id, to=first)
        second = await vk.comment(post_id, "А когда начало?")
        later = await vk.answer(post_id, to=second)
        announced = await stand_in.received(2)
        (balance, turns) = await house.books()
        assert await house.stopped() == 0

    assert answer["parents_stack"] == [first]
    guids = [call["params"]["guid"] for call in await vk.calls("wall.createComment")]
    assert len(set(guids)) == 2
    assert balance == {"available": "490.00", "held": "0.00", "spent_today": "10.00"}
    assert [(turn["state"], turn["channel"], turn["price"], turn["attempts"]) for turn in turns] == [
        ("settled", "vk_comment", "5.00", 1)
    ] * 2
    assert {"id", "state", "channel", "conversation_id", "price", "attempts", "reason"} <= turns[0].keys()

    assert stand_in.connections == 1
    assert [frame["type"] for frame in announced] == ["responses", "responses"]
    assert [frame["responses"][0]["text"] for frame in announced] == [answer["text"], later["text"]]
    assert [frame["id_lastResponses"] for frame in announced] == [[frame["responses"][0]["id"]] for frame in announced]
    assert [frame["responses"][0]["turn_id"] for frame in announced] == [turn["id"] for turn in reversed(turns)]

    lines = transcripts(tmp_path / "transcripts")
    assert [(line["turn_id"], line["question"], line["answer"], line["charged"]) for line in lines] == [
        (turns[1]["id"], QUESTION, answer["text"], "5.00"),
        (turns[0]["id"], "А когда начало?", later["text"], "5.00"),
    ]
    check_log(house, turns[1]["id"])


def check_log(house: House, turn_id: str) -> None:
    settled = [line for line in house.logged() if line["event"] == "turn_settled" and line["turn_id"] == turn_id]
    assert len(settled) == 1
    assert house.complaints() == []
    written = "".join(path.read_text() for path in (house.folder / "var" / "log").iterdir()) + house.console()
    for hidden in (VK_TOKEN, VK_SECRET, MODEL_KEY, "пароль-от-сейфа", "1500 ₽"):
        assert hidden not in written


async def test_notification_is_repeated_under_its_id_until_acknowledged(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    port, stand_in = free_port(), NotifierStandIn(acks=True, refusals=1)
    house = open_house(NOTIFIER_URL=notifier_url(port), NOTIFIER_ACK="true")
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    # Nobody is there to be told, and nobody waits for it.
    first = await vk.comment(post_id, "Почём?")
    answers = [await vk.answer(post_id, to=first)]
    second = await vk.comment(post_id, "А где вы?", reply_to=first)
    answers.append(await vk.answer(post_id, to=second))

    async with listening(stand_in, port):
        frames = await stand_in.received(3)
        assert await house.stopped() == 0

    # Two conversations: which comes first is not promised.
    refused, *taken = frames
    assert refused in taken
    assert {frame["responses"][0]["text"] for frame in taken} == {answer["text"] for answer in answers}
    assert stand_in.connections == 2


async def test_notification_survives_a_restart(open_house: OpenHouse, vk: SandboxClient) -> None:
    port, stand_in = free_port(), NotifierStandIn(acks=True)
    house = open_house(NOTIFIER_URL=notifier_url(port), NOTIFIER_ACK="true", LEASE_SECONDS="2")
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    answer = await vk.answer(post_id, to=await vk.comment(post_id, "Почём?"))
    house.kill()

    async with listening(stand_in, port):
        await house.restart()
        [frame] = await stand_in.received(1)

    assert frame["responses"][0]["text"] == answer["text"]
