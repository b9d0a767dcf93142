"""The stand-in VK over real HTTP: its API and the control API."""

import asyncio
import json
from collections.abc import AsyncGenerator

import httpx2
import pytest

from tests.integration.sandbox_bench import ANNA, GROUP, SEED_POST, Bench, running


@pytest.fixture
async def sut() -> AsyncGenerator[Bench, None]:
    async with running() as bench:
        yield bench


async def test_event_arrives_when_a_person_comments(sut: Bench) -> None:
    written = await sut.control("comment", {"post_id": SEED_POST, "text": "Почём?", "from_id": ANNA})
    await sut.deliveries()

    [event] = sut.receiver.events
    assert (event["type"], event["group_id"], event["secret"]) == ("wall_reply_new", GROUP, "sandbox-secret")
    assert event["event_id"] == written["event_id"]
    assert len(event["event_id"]) == 40
    assert event["object"]["id"] == written["comment_id"]
    assert event["object"]["text"] == "Почём?"


async def test_own_comment_comes_back_once_when_guid_repeats(sut: Bench) -> None:
    first = await sut.comment(guid="turn-1")
    again = await sut.comment(guid="turn-1")
    await sut.deliveries()

    assert first == again
    assert [event["object"]["from_id"] for event in sut.receiver.events] == [-GROUP]


async def test_message_is_sent_once_when_the_reply_was_dropped(sut: Bench) -> None:
    await sut.control("message", {"from_id": ANNA, "text": "Привет"})
    await sut.control("faults", {"method": "messages.send", "kind": "drop_reply"})

    with pytest.raises(httpx2.RemoteProtocolError):
        await sut.vk("messages.send", peer_id=ANNA, message="Здравствуйте", random_id=77)
    await sut.vk("messages.send", peer_id=ANNA, message="Здравствуйте", random_id=77)

    history = (await sut.vk("messages.getHistory", peer_id=ANNA))["response"]
    assert [item["text"] for item in history["items"]] == ["Здравствуйте", "Привет"]
    replies = [event for event in sut.receiver.events if event["type"] == "message_reply"]
    assert [event["object"]["random_id"] for event in replies] == [77]


async def test_unanswered_dialog_is_listed_until_it_is_answered(sut: Bench) -> None:
    await sut.control("message", {"from_id": ANNA, "text": "Привет"})
    before = (await sut.vk("messages.getConversations", filter="unanswered"))["response"]["count"]

    await sut.vk("messages.send", user_id=ANNA, message="Да", random_id=1)

    after = (await sut.vk("messages.getConversations", filter="unanswered"))["response"]["count"]
    assert (before, after) == (1, 0)


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("wall.createcomment", {}, 3),
        ("users.get", {"access_token": "wrong"}, 5),
        ("users.get", {"v": ""}, 100),
        ("wall.getComments", {}, 27),
        ("messages.send", {"peer_id": ANNA, "message": "a"}, 100),
        ("messages.send", {"peer_id": ANNA, "message": "a", "random_id": 2**31}, 100),
        ("messages.send", {"peer_id": ANNA, "message": "a", "random_id": 1}, 901),
        ("wall.createComment", {"owner_id": -GROUP, "post_id": 404, "message": "a"}, 212),
        ("wall.createComment", {"owner_id": -1, "post_id": SEED_POST, "message": "a"}, 15),
        ("groups.getLongPollServer", {"group_id": 1}, 203),
        ("execute", {"code": "boom"}, 12),
    ],
)
async def test_error_has_vk_shape(sut: Bench, method: str, params: dict[str, object], code: int) -> None:
    error = (await sut.vk(method, **params))["error"]

    assert error["error_code"] == code
    assert {"key": "method", "value": method} in error["request_params"]
    assert "access_token" not in json.dumps(error["request_params"])


async def test_takes_query_and_bearer_but_no_json(sut: Bench) -> None:
    bearer = {"Authorization": "Bearer sandbox"}
    by_query = await sut.http.get("/method/users.get?v=5.199&user_ids=555000111", headers=bearer)
    by_json = await sut.http.post("/method/users.get", headers=bearer, json={"v": "5.199"})

    assert by_query.json()["response"][0]["first_name"] == "Анна"
    assert by_json.json()["error"]["error_code"] == 100


async def test_error_6_when_calls_come_too_fast() -> None:
    async with running(rate_limit=3) as sut:
        answers = await asyncio.gather(*(sut.vk("users.get") for _ in range(6)))

    assert sum("error" in answer for answer in answers) == 3


async def test_execute_gives_false_for_a_call_that_failed(sut: Bench) -> None:
    code = 'return [API.users.get({"user_ids": 555000111}), API.wall.get({}), API.messages.send({})];'

    answer = await sut.vk("execute", code=code)

    assert answer["response"][1:] == [False, False]
    assert [error["error_code"] for error in answer["execute_errors"]] == [27, 100]


@pytest.mark.parametrize(
    ("fault", "status", "comments"),
    [
        ({"kind": "error", "code": 9}, 200, 0),
        ({"kind": "http", "status": 502}, 502, 0),
        ({"kind": "http", "status": 502, "work": True}, 502, 1),
        ({"kind": "not_json"}, 200, 0),
        ({"kind": "hang", "seconds": 0.05}, 200, 1),
    ],
)
async def test_scripted_fault_strikes_once(sut: Bench, fault: dict[str, object], status: int, comments: int) -> None:
    await sut.control("faults", {"method": "wall.createComment", **fault})
    form = {"access_token": "sandbox", "v": "5.199", "owner_id": f"{-GROUP}", "post_id": "1", "message": "a"}

    answer = await sut.http.post("/method/wall.createComment", data=form)
    struck = await sut.state()

    assert answer.status_code == status
    assert len(struck["posts"][0]["comments"]) == comments
    assert struck["api_calls"][-1]["fault"] == fault["kind"]
    assert "response" in await sut.comment()


async def test_long_poll_gives_events_without_secret(sut: Bench) -> None:
    poll = (await sut.vk("groups.getLongPollServer", group_id=GROUP))["response"]
    await sut.control("message", {"from_id": ANNA, "text": "Привет"})

    query = {"act": "a_check", "key": poll["key"], "ts": poll["ts"], "wait": "5"}
    answer = (await sut.http.get(poll["server"], params=query)).json()

    [update] = answer["updates"]
    assert update["object"]["message"]["text"] == "Привет"
    assert "secret" not in update
    assert answer["ts"] == "1"


async def test_long_poll_wakes_up_and_fails_when_scripted(sut: Bench) -> None:
    poll = (await sut.vk("groups.getLongPollServer", group_id=GROUP))["response"]
    query = {"act": "a_check", "key": poll["key"], "ts": poll["ts"], "wait": "20"}
    waiting = asyncio.create_task(sut.http.get(poll["server"], params=query))
    await sut.control("message", {"from_id": ANNA, "text": "Привет"})
    woken = (await waiting).json()

    await sut.control("faults", {"method": "longpoll", "kind": "error", "code": 1})
    failed = (await sut.http.get(poll["server"], params=query)).json()

    assert len(woken["updates"]) == 1
    assert failed == {"failed": 1, "ts": 1}


async def test_reset_begins_anew_but_ids_go_on(sut: Bench) -> None:
    first = (await sut.comment())["response"]["comment_id"]
    await sut.control("faults", {"kind": "error", "times": 0})
    before = (await sut.state())["version"]

    await sut.control("reset")

    state = await sut.state()
    assert (state["deliveries"], state["faults"], state["posts"][0]["comments"]) == ([], [], [])
    assert state["version"] > before
    assert (await sut.comment())["response"]["comment_id"] > first


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        ("faults", {"kind": "unknown"}, "kind"),
        ("comment", {"post_id": SEED_POST, "text": "a"}, "from_id"),
        ("message", {"from_id": -5, "text": "a"}, "from_id"),
        ("callback", {"url": "ftp://x"}, "url"),
    ],
)
async def test_control_names_what_is_wrong(sut: Bench, path: str, body: object, named: str) -> None:
    answer = await sut.http.post(f"/sandbox/api/{path}", json=body)

    assert answer.status_code == 400
    assert named in answer.text


async def test_control_refuses_a_page_of_another_site(sut: Bench) -> None:
    answer = await sut.http.post("/sandbox/api/reset", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
