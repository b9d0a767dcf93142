"""The chat of the site as a visitor sees it."""

import pytest

from tests.integration.whole.chat_client import visiting
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger

both_databases = pytest.mark.parametrize("house", ["sqlite", "mariadb"], indirect=True)


@both_databases
async def test_answer_streams_and_is_stored_as_it_was_shown(house: House, vk: SandboxClient) -> None:
    async with visiting(house) as visitor:
        welcome = await visitor.hello(lang="ru")
        accepted = await visitor.say("m1", "Привет! markdown пожалуйста")
        ended = await visitor.answer(accepted["turn_id"])
        again = await visitor.say("m1", "Привет! markdown пожалуйста")
        history = await visitor.ask("history")

    assert (welcome["protocol"], welcome["answer_price"]) == (1, "5.00")
    assert welcome["session"]["resumed"] is False
    assert welcome["person"]["kind"] == "guest"
    message = ended["message"]
    assert (ended["state"], ended["charged"], message["author"], message["seq"]) == ("settled", "5.00", "assistant", 2)
    assert visitor.texts[accepted["turn_id"]] == message["text"]
    assert visitor.kinds().count("delta") > 1
    assert "<strong>день</strong>" in message["html"]
    assert {**again, "ref": None} == {**accepted, "ref": None}
    assert [(each["seq"], each["author"]) for each in history["messages"]] == [(1, "person"), (2, "assistant")]
    assert len(await vk.questions("markdown")) == 1


@both_databases
async def test_visitor_who_comes_back_gets_what_was_missed_and_the_rest(house: House, vk: SandboxClient) -> None:
    await vk.model("answer", match="медленно", token_delay=0.15)
    async with visiting(house) as visitor:
        welcome = await visitor.hello()
        accepted = await visitor.say("m1", "Расскажите медленно, где вы находитесь и как добраться")
        await visitor.until("delta")

    async with visiting(house) as back:
        resumed = await back.hello(token=welcome["token"], after_seq=0, open_turns=[accepted["turn_id"]])
        first = await back.until("message")
        snapshot = await back.until("snapshot")
        ended = await back.answer(accepted["turn_id"])

    assert resumed["session"] == welcome["session"] | {"resumed": True}
    assert first["message"]["id"] == accepted["message"]["id"]
    assert snapshot["text"]
    assert ended["message"]["text"].startswith(snapshot["text"])
    assert back.texts[accepted["turn_id"]] == ended["message"]["text"]


async def test_end_of_a_turn_is_told_to_who_was_away_when_it_came(house: House, vk: SandboxClient) -> None:
    async with visiting(house) as visitor, visiting(house) as other_tab:
        welcome = await visitor.hello()
        await other_tab.hello(token=welcome["token"])
        accepted = await visitor.say("m1", "Почём занятие?")
        seen = await other_tab.until("message")
        started = await other_tab.until("turn_started")
        ended = await other_tab.answer(accepted["turn_id"])

    async with visiting(house) as back:
        await back.hello(token=welcome["token"], after_seq=1, open_turns=[accepted["turn_id"]])
        missed = await back.until("message")
        told = await back.answer(accepted["turn_id"])

    assert seen["message"]["id"] == accepted["message"]["id"]
    assert started["turn_id"] == accepted["turn_id"]
    assert other_tab.texts[accepted["turn_id"]] == ended["message"]["text"]
    assert missed["message"] == ended["message"]
    assert {**told, "ref": None} == {**ended, "ref": None}
    assert visitor.kinds().count("message") == 0


async def test_history_comes_in_pages(house: House, vk: SandboxClient) -> None:
    async with visiting(house) as visitor:
        await visitor.hello()
        for number in range(3):
            await visitor.answer((await visitor.say(f"m{number}", f"Вопрос {number}"))["turn_id"])
        latest = await visitor.ask("history", limit=4)
        earlier = await visitor.ask("history", limit=4, before_seq=latest["messages"][0]["seq"])

    assert ([each["seq"] for each in latest["messages"]], latest["more"]) == ([3, 4, 5, 6], True)
    assert ([each["seq"] for each in earlier["messages"]], earlier["more"]) == ([1, 2], False)


@both_databases
async def test_account_keeps_the_guests_conversation_and_dies_with_logout(house: House, vk: SandboxClient) -> None:
    login = f"anna{stranger()}"
    async with visiting(house) as visitor, visiting(house) as other_tab:
        welcome = await visitor.hello()
        await other_tab.hello(token=welcome["token"])
        accepted = await visitor.say("m1", "Почём занятие?")
        await visitor.answer(accepted["turn_id"])
        signed_in = await visitor.ask("register", login=login.title(), password="correct horse 9")
        pushed = await other_tab.until("signed_in")
        conversations = await visitor.ask("conversations")
        await visitor.ask("logout")
        closed = await visitor.closed()
        other_closed = await other_tab.closed()

    assert signed_in["person"]["kind"] == "user"
    assert signed_in["token"] != welcome["token"]
    assert signed_in["conversation"]["id"] == welcome["conversation"]["id"]
    assert pushed["token"] == signed_in["token"]
    assert [item["id"] for item in conversations["items"]] == [welcome["conversation"]["id"]]
    assert (closed, other_closed) == (1000, 1000)
    await check_tokens(house, [welcome["token"], signed_in["token"]])
    await check_login(house, login, welcome["conversation"]["id"])


async def check_tokens(house: House, dead: list[str]) -> None:
    for token in dead:
        async with visiting(house) as stranger_:
            welcome = await stranger_.hello(token=token)
        assert welcome["session"]["resumed"] is False
        assert welcome["token"] != token


async def check_login(house: House, login: str, conversation_id: str) -> None:
    async with visiting(house) as visitor:
        await visitor.hello(lang="ru")
        refused = await visitor.ask("login", login=login, password="wrong horse 9")
        taken = await visitor.ask("register", login=login, password="correct horse 9")
        weak = await visitor.ask("register", login=f"{login}2", password="12345678")
        signed_in = await visitor.ask("login", login=login, password="correct horse 9")
        history = await visitor.ask("history", conversation_id=conversation_id)

    assert [each["code"] for each in (refused, taken, weak)] == ["bad_credentials", "login_taken", "weak_password"]
    assert signed_in["person"]["login"] == login
    assert [each["author"] for each in history["messages"]] == ["person", "assistant"]


async def test_conversation_of_somebody_else_does_not_exist(house: House, vk: SandboxClient) -> None:
    async with visiting(house) as visitor, visiting(house) as nosy:
        owned = (await visitor.hello())["conversation"]["id"]
        own = (await nosy.hello(conversation_id=owned))["conversation"]["id"]
        answers = [await nosy.ask(kind, conversation_id=owned) for kind in ("history", "open")]

    assert own != owned
    assert [answer["code"] for answer in answers] == ["not_found"] * 2
