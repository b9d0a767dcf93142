"""VK's events at the door: all are kept and told ``ok``, a repeated one changes nothing, a foreign one is refused."""

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.integration.whole.house import GROUP, VK_SECRET, House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.unit.adapters.outbound.vk_events import COMMENT, OBJECTS

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)

KINDS = [*sorted(OBJECTS.keys() - {"confirmation"}), "of_a_type_that_nobody_knows"]


def event(kind: str, content: dict[str, Any] | None, **other: object) -> dict[str, Any]:
    whole = {"type": kind, "object": content or {}, "group_id": GROUP, "event_id": uuid4().hex, "v": "5.199"}
    return whole | {"secret": VK_SECRET} | other


async def tell(house: House, body: object, *, retry: int = 0) -> httpx2.Response:
    headers = {"X-Retry-Counter": str(retry)} if retry else {}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with httpx2.AsyncClient(trust_env=False, timeout=20) as http:
        return await http.post(house.callback_url, content=content, headers=headers)


def stored(house: House) -> dict[bytes, str]:
    """Ids of the stored events, with their types."""
    path = house.folder / "var" / "otklik.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return dict(database.execute("SELECT event_id, type FROM events"))


async def test_event_of_every_type_is_stored_and_told_ok(house: House, wall: SandboxClient) -> None:
    told = [event(kind, OBJECTS.get(kind)) for kind in KINDS]
    told.append(event("wall_reply_new", {"nothing": "that is a comment"}))

    answers = [await tell(house, body) for body in told]

    assert {(answer.status_code, answer.content) for answer in answers} == {(200, b"ok")}
    kept = stored(house)
    assert [kept[body["event_id"].encode()] for body in told] == [body["type"] for body in told]
    post_id = await wall.post()
    await wall.answer(post_id, to=await wall.comment(post_id, "А после этого отвечаете?"))


@both_databases
async def test_comment_is_answered_once_when_told_many_times(house: House, wall: SandboxClient) -> None:
    post_id, person = await wall.post(), stranger()
    await wall.control("callback", {"url": None})
    comment_id = await wall.comment(post_id, "Почём занятие?", by=person)
    words = {"id": comment_id, "from_id": person, "post_id": post_id, "text": "Почём занятие?"}
    told = event("wall_reply_new", COMMENT | words)

    at_once = await asyncio.gather(*(tell(house, told, retry=number) for number in range(3)))
    await wall.answer(post_id, to=comment_id)
    later = await tell(house, told, retry=4)
    # The same comment under an event id of its own, as when the long poll tells it too.
    again = await tell(house, told | {"event_id": uuid4().hex})
    await wall.send_events_to(house)
    await wall.answer(post_id, to=await wall.comment(post_id, "А где вы?", by=person))

    assert [answer.text for answer in (*at_once, later, again)] == ["ok"] * 5
    assert len(await wall.answers(post_id, to=comment_id)) == 1


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"secret": "wrong"}, 403),
        ({"secret": None}, 403),
        ({"group_id": GROUP + 1}, 403),
        ({"event_id": ""}, 422),
        ({"type": "confirmation", "secret": "wrong"}, 403),
    ],
)
async def test_event_is_refused_and_not_stored_when_not_ours(
    house: House, changed: dict[str, object], status: int
) -> None:
    body = event("wall_reply_new", COMMENT) | changed

    answer = await tell(house, body)

    assert answer.status_code == status
    assert VK_SECRET not in answer.text
    assert str(body["event_id"]).encode() not in stored(house)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 422), (b'"' + b"x" * 2_000_000 + b'"', 413), (b"[" * 5_000, 400), (b"\xff\xfe{}", 400)],
)
async def test_body_is_refused_when_it_is_no_event(house: House, body: bytes, status: int) -> None:
    answer = await tell(house, body)

    assert answer.status_code == status
    assert "Traceback" not in answer.text


async def test_confirmation_code_is_asked_of_vk_when_none_is_set(house: House, wall: SandboxClient) -> None:
    answer = await wall.control("callback", {"url": house.callback_url, "secret": VK_SECRET, "confirm": True})

    assert answer == {"status": "ok", "answer": "sandbox0"}
