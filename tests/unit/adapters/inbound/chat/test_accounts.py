"""What a visitor can do about their account, in one tab and in several."""

import json

import pytest

from tests.unit.adapters.inbound.chat.room import Tab
from tests.unit.application.house import House
from tests.unit.application.personal_house import fill

PASSWORD = "correct horse battery"
NEW = "another horse battery"


@pytest.fixture
def house() -> House:
    return House()


async def register(tab: Tab, login: str = "anna") -> str:
    await tab.hello()
    return str((await tab.asks("register", login=login, password=PASSWORD))["token"])


async def test_new_password_comes_with_a_new_token_and_closes_the_other_sessions(house: House) -> None:
    async with Tab(house) as tab, Tab(house) as other:
        token = await register(tab)
        await other.hello()
        await other.asks("login", login="anna", password=PASSWORD)

        changed = await tab.asks("change_password", password=PASSWORD, new_password=NEW)

        assert (changed["type"], changed["person"]["login"]) == ("signed_in", "anna")
        assert changed["token"] != token
        await other.hears("signed_out")
        assert (await other.is_closed())[0] == 1000
        assert (await tab.asks("ping"))["type"] == "pong"


async def test_wrong_password_changes_nothing(house: House) -> None:
    async with Tab(house) as tab:
        await register(tab)
        refused = await tab.asks("change_password", password="wrong horse", new_password=NEW)
        weak = await tab.asks("change_password", password=PASSWORD, new_password="12345678")

    assert (refused["code"], weak["code"]) == ("bad_credentials", "weak_password")


async def test_leaving_everywhere_closes_all_sockets_of_the_person(house: House) -> None:
    async with Tab(house) as tab, Tab(house) as other:
        await register(tab)
        await other.hello()
        await other.asks("login", login="anna", password=PASSWORD)

        assert (await tab.asks("logout_everywhere"))["type"] == "signed_out"

        assert [(await each.is_closed())[0] for each in (tab, other)] == [1000, 1000]


async def test_export_is_everything_kept_of_the_person_and_no_secret(house: House) -> None:
    async with Tab(house) as tab:
        token = await register(tab)
        await tab.writes("Где вы?")
        told = await tab.asks("export")

    export = told["export"]
    assert told["type"] == "exported"
    assert (export["person"]["login"], export["person"]["kind"]) == ("anna", "user")
    assert [each["text"] for each in export["messages"]] == ["Где вы?"]
    assert len(export["sessions"]) == 1
    assert "next_after" not in told
    assert token not in json.dumps(told)
    assert "hash" not in json.dumps(told)


async def test_export_has_the_persons_own_account(house: House) -> None:
    async with Tab(house) as tab:
        await register(tab)
        (person,) = house.storage.people
        await fill(house, person, "20.00")
        told = await tab.asks("export")

    account = told["export"]["account"]
    assert (account["available"], account["held"]) == ("20.00", "0.00")
    assert [(entry["kind"], entry["amount"]) for entry in account["entries"]] == [("top_up", "20.00")]


async def test_export_goes_on_where_the_page_before_ended(house: House) -> None:
    async with Tab(house) as tab:
        await tab.hello()
        first = (await tab.writes("раз", id_="1"))["message"]["id"]
        await tab.writes("два", id_="2")
        told = await tab.asks("export", after=first)
        refused = await tab.asks("export", after="no id")

    assert [each["text"] for each in told["export"]["messages"]] == ["два"]
    assert refused["code"] == "not_found"


async def test_erased_person_is_told_so_and_gone(house: House) -> None:
    async with Tab(house) as tab, Tab(house) as other:
        token = await register(tab)
        await tab.writes("Тайна")
        await other.hello(token=token)
        assert (await tab.asks("erase", password="wrong horse"))["code"] == "bad_credentials"

        assert (await tab.asks("erase", password=PASSWORD))["type"] == "erased"

        assert [(await each.is_closed())[0] for each in (tab, other)] == [1000, 1000]
    assert {message.text for message in house.storage.messages} == {""}
    assert [person.login for person in house.storage.people] == [None]
