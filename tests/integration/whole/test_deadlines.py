"""Deadlines are kept from what VK tells, follow its edits and deletions, and are told to the model."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from icalendar import Calendar

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


async def quoted(house: House, part: str, *options: str) -> list[dict[str, Any]]:
    """The deadlines that have ``part`` in their quote."""
    return [row for row in await house.ask("deadlines", "list", *options) if part in row["quote"]]


async def become(house: House, part: str, how_many: int = 1) -> list[dict[str, Any]]:
    async def look() -> list[list[dict[str, Any]]]:
        found = await quoted(house, part)
        # Wrapped: no deadline at all is waited for too.
        return [found] if len(found) == how_many else []

    return (await until(look, f"{how_many} deadlines with {part!r}"))[0]


@both_databases
async def test_follows_its_comment_when_edited_deleted_and_restored(house: House, wall: SandboxClient) -> None:
    post_id = await wall.post("Новости")
    comment_id = await wall.comment(post_id, "Сдать работу до 11 марта 2031")
    [first] = await become(house, "11 марта")

    await wall.change(comment_id, "edit", "Сдать работу до 12 марта 2031")
    [moved] = await become(house, "12 марта")
    assert moved["id"] == first["id"]
    assert moved["at"] == "2031-03-12T23:59:00+03:00"

    await wall.change(comment_id, "delete")
    await become(house, "12 марта", 0)
    [kept] = await quoted(house, "12 марта", "--all")
    assert (kept["id"], kept["state"]) == (first["id"], "withdrawn")

    await wall.change(comment_id, "restore")
    [back] = await become(house, "12 марта")
    assert (back["id"], back["state"]) == (first["id"], "open")


@both_databases
async def test_is_one_row_when_a_post_repeats_another(house: House, wall: SandboxClient) -> None:
    await wall.post("Приём заявок до 13 марта 2031")
    [first] = await become(house, "13 марта")

    copy = {"id": 1, "owner_id": -1, "text": "Приём заявок до 13 марта 2031", "date": 1_790_000_000}
    repost = await wall.control("post", {"text": "Напоминаем!", "extra": {"copy_history": [copy]}})
    comment_id = await wall.comment(repost["post_id"], "Какой срок у тринадцатого?")
    await wall.answer(repost["post_id"], to=comment_id)

    assert await quoted(house, "13 марта") == [first]
    [question] = await wall.questions("Какой срок у тринадцатого?")
    assert "2031-03-13 23:59" in question["body"]["messages"][1]["content"]


async def test_is_told_to_the_model_until_the_owner_dismisses_it(house: House, wall: SandboxClient) -> None:
    post_id = await wall.post("Заявки до 14 марта 2031, 18:00")
    [deadline] = await become(house, "14 марта")
    comment_id = await wall.comment(post_id, "До какого числа, раз?")
    await wall.answer(post_id, to=comment_id)

    assert (await house.command("deadlines", "dismiss", deadline["id"])).code == 0
    comment_id = await wall.comment(post_id, "До какого числа, два?", by=stranger())
    await wall.answer(post_id, to=comment_id)

    [before], [after] = await wall.questions("числа, раз?"), await wall.questions("числа, два?")
    told = [message["content"] for message in before["body"]["messages"] if message["role"] == "user"]
    assert "2031-03-14 18:00" in told[0]
    assert before["body"]["messages"][0]["content"] == after["body"]["messages"][0]["content"]
    assert not any("2031-03-14" in message["content"] for message in after["body"]["messages"])


@pytest.mark.parametrize("database_url", ["sqlite", "mariadb"], indirect=True)
async def test_second_reader_is_asked_of_the_doubtful_only_and_paid_once(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    house = open_house(DEADLINE_MODEL="true", VK_COMMENT_POLICY="none")
    await house.restart()
    await vk.send_events_to(house)
    quote = {"quote": "15 марта 2031", "at": "2031-03-15T23:59:00+03:00"}
    await vk.model("answer", match="Дедлайн был", text=json.dumps(quote, ensure_ascii=False))
    post_id = await vk.post("Новости")
    await vk.comment(post_id, "Встреча 14 марта 2031 в 18:00")
    await vk.comment(post_id, "Дедлайн был 15 марта 2031")

    [deadline] = await become(house, "15 марта")
    balance, turns = await house.books()

    assert deadline["at"] == "2031-03-15T23:59:00+03:00"
    assert (balance["available"], balance["held"], turns) == ("495.00", "0.00", [])
    assert len(await vk.questions("")) == 1
    assert (await house.command("balance", "check")).code == 0


@both_databases
async def test_calendar_of_the_owner_has_it_under_the_signed_address_alone(house: House, wall: SandboxClient) -> None:
    await wall.post("Приём работ до 16 марта 2031, 18:00 по Екатеринбургу")
    [deadline] = await become(house, "16 марта")
    url = (await house.command("deadlines", "url")).out.strip()

    async with httpx2.AsyncClient(trust_env=False) as http:
        answer = await http.get(url)
        again = await http.get(url, headers={"If-None-Match": answer.headers["etag"]})
        unsigned = [await http.get(url[:-1]), await http.get(url.partition("?")[0])]

    events = {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert events[f"{deadline['id']}@otklik"].decoded("dtstart") == datetime(2031, 3, 16, 13, 0, tzinfo=UTC)
    assert (answer.headers["content-type"], again.status_code) == ("text/calendar; charset=utf-8", 304)
    assert {(each.status_code, each.content) for each in unsigned} == {(404, b"Not Found")}
    signature = url.rpartition("=")[2]
    assert signature not in house.console() + str(house.logged())
