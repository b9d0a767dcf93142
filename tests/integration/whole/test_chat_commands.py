"""Commands on the site and in VK's dialogs, on a real server: answered, free of charge, and no password kept."""

import contextlib
import sqlite3

import pytest

from tests.integration.whole.chat_client import ChatClient, Frame, visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

SECRET = "sesame-open-42-canary"

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


async def command(visitor: ChatClient, id_: str, text: str) -> tuple[Frame, str]:
    """The acknowledgement and the words of the answer."""
    accepted = await visitor.say(id_, text)
    assert accepted["turn_id"] is None
    answer = await visitor.next()
    assert (answer["type"], answer["message"]["author"]) == ("message", "system")
    return accepted, answer["message"]["text"]


@both_databases
async def test_visitor_registers_leaves_and_comes_back_by_commands(house: House, vk: SandboxClient) -> None:
    login = f"anna{stranger()}"
    async with visiting(house) as visitor, visiting(house) as other_tab:
        welcome = await visitor.hello(lang="en")
        await other_tab.hello(token=welcome["token"])
        answered = await visitor.say("m1", "Почём занятие?")
        await visitor.answer(answered["turn_id"])
        accepted, _ = await command(visitor, "m2", f"/register {login} {SECRET}")
        signed_in = await visitor.next()
        pushed = await other_tab.until("signed_in")
        repeated = await visitor.say("m2", f"/register {login} {SECRET}")
        await command(visitor, "m3", "/logout")
        signed_out = await visitor.next()
        await visitor.socket.wait_closed()
        await other_tab.until("signed_out")
    async with visiting(house) as back:
        await back.hello(lang="en")
        _, refused = await command(back, "m1", f"/login {login} wrong-{SECRET}")
        _, welcomed = await command(back, "m2", f"/login {login} {SECRET}")
        again = await back.next()
        _, begun = await command(back, "m3", "/new")
        opened = await back.next()
        _, left = await command(back, "m4", "/balance")
        items = (await back.ask("conversations"))["items"]

    assert accepted["message"]["text"] == f"/register {login} ***"
    assert (signed_in["type"], signed_in["token"]) == ("signed_in", pushed["token"])
    assert signed_in["person"]["login"] == login
    assert {**repeated, "ref": None} == {**accepted, "ref": None}
    assert (signed_out["type"], visitor.socket.close_code) == ("signed_out", 1000)
    assert refused == "Wrong login or password."
    assert welcomed == f"You are signed in as {login}."
    assert again["type"] == "signed_in"
    assert begun.startswith("A new conversation")
    assert (opened["type"], opened["messages"]) == ("opened", [])
    assert left == "There is no limit of answers a day."
    assert welcome["conversation"]["id"] in {item["id"] for item in items}
    assert SECRET not in str((visitor.frames, other_tab.frames, back.frames))


async def test_password_is_in_no_file_when_it_was_typed_as_a_command(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(LOG_LEVEL="DEBUG")
    await house.restart()
    async with visiting(house) as visitor:
        await visitor.hello(lang="ru")
        for number, word in enumerate(("login", "register", "logn")):
            await visitor.say(f"m{number}", f"/{word} anna {SECRET}")
        history = await visitor.ask("history")
    kept = [path for path in house.folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]

    assert kept == []
    assert [each["text"] for each in history["messages"] if each["author"] == "person"] == [
        "/login anna ***",
        "/register anna ***",
        "/logn ***",
    ]


def settled_for_nothing(house: House) -> int:
    return sum(line["event"] == "turn_settled" and line["charged"] == "0.00" for line in house.logged())


@both_databases
async def test_dialog_is_answered_through_the_ledger_at_no_cost(house: House, wall: SandboxClient) -> None:
    person = stranger()
    await wall.say("Здравствуйте! Почём занятие?", by=person)
    await wall.message_to(person)
    before, free_before = await house.ask("balance", "show"), settled_for_nothing(house)
    await wall.say("/help", by=person)
    listed = await wall.message_to(person, number=2)
    await wall.say(f"/login anna {SECRET}", by=person)
    pointed = await wall.message_to(person, number=3)

    async def settled() -> bool:
        return settled_for_nothing(house) == free_before + 2

    await until(settled, "the answers to be settled")
    balance = await house.ask("balance", "show")

    assert "/operator" in listed["text"]
    assert "/login" not in listed["text"]
    assert "на сайте" in pointed["text"]
    assert listed["random_id"] != pointed["random_id"]
    assert balance == before
    assert await wall.questions("/help") == await wall.questions("/login") == []
    assert len(await wall.said_to(person)) == 3


async def test_event_that_said_a_password_is_blanked(house: House, wall: SandboxClient) -> None:
    person = stranger()
    await wall.say(f"/register anna {SECRET}", by=person)
    await wall.message_to(person)
    await wall.say(f"Почём занятие {person}?", by=person)
    await wall.message_to(person, number=2)
    with contextlib.closing(sqlite3.connect(house.folder / "var" / "otklik.db")) as database:
        bodies = [body for (body,) in database.execute("SELECT body FROM events WHERE type = 'message_new'")]
        texts = [text for (text,) in database.execute("SELECT text FROM messages WHERE dialog_peer_id = ?", (person,))]

    assert b"{}" in bodies
    assert not [body for body in bodies if SECRET.encode() in body]
    assert [body for body in bodies if f"занятие {person}" in body.decode()]
    assert texts == ["/register anna ***", f"Почём занятие {person}?"]
    assert SECRET not in str(house.logged())
