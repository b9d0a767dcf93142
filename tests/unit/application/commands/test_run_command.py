"""Commands on the site: answered once, at no cost, with no password kept anywhere."""

from datetime import timedelta

import pytest

from application.chat.post_message import MessageTooLongError
from application.commands.change_session import Effect
from domain.command import CommandName
from domain.errors import StorageUnavailableError
from domain.live import MessageAdded, SessionChanged
from domain.message import MAX_TEXT, Author
from domain.person import PersonKind
from domain.session import hash_token
from ports.wakeup import Queue
from tests.unit.application.house import House

SECRET = "sesame-open-42"


def everything_of(house: House) -> str:
    """All that was stored, told or logged."""
    return repr((house.storage.tables, house.feed.published, house.log.lines))


async def test_is_answered_by_the_system_at_no_cost_when_help_is_asked_for(rich: House) -> None:
    visitor = await rich.visit()
    rich.clock.advance(60)

    ran = await rich.command(visitor, "/help", client_id="c1")
    await rich.run_until_idle()

    said, answer = rich.storage.messages
    assert (said.author, said.text, said.client_id, said.seq) == (Author.PERSON, "/help", "c1", 1)
    assert (answer.author, answer.seq, answer.turn_id) == (Author.SYSTEM, 2, None)
    assert (ran.accepted.message, ran.accepted.turn_id, ran.answer, ran.effect) == (said, None, answer, Effect.NONE)
    assert all(f"/{name}" in answer.text for name in CommandName)
    assert rich.feed.published == [
        MessageAdded(conversation_id=visitor.conversation_id, message=each) for each in (said, answer)
    ]
    assert rich.storage.turns == rich.storage.notifications == []
    assert (await rich.storage.balance()).available == 100
    assert rich.storage.sessions[0].seen_at == said.at


async def test_is_run_once_when_the_client_repeats_it(house: House) -> None:
    visitor = await house.visit()
    first = await house.command(visitor, "/new", client_id="c1")
    published = len(house.feed.published)

    again = await house.command(visitor, "/new", client_id="c1")

    assert again.accepted.message == first.accepted.message
    assert (again.accepted.is_new, again.answer, again.effect) == (False, None, Effect.NONE)
    assert len(house.storage.messages) == len(house.storage.conversations) == 2
    assert len(house.feed.published) == published


async def test_is_run_once_when_the_commits_answer_was_lost(house: House) -> None:
    visitor = await house.visit()
    house.storage.lose_next_commit()
    with pytest.raises(StorageUnavailableError):
        await house.command(visitor, "/operator", client_id="c1")

    await house.command(visitor, "/operator", client_id="c1")

    assert len(house.storage.messages) == 2
    assert len(house.storage.notifications) == 1


async def test_stores_nothing_when_storage_is_down(house: House) -> None:
    visitor = await house.visit()
    house.storage.fail_next()

    with pytest.raises(StorageUnavailableError):
        await house.command(visitor, f"/register anna {SECRET}")

    assert house.storage.messages == []
    assert house.feed.published == []
    assert house.storage.people[0].kind is PersonKind.GUEST


async def test_refuses_when_it_is_longer_than_any_message(house: House) -> None:
    visitor = await house.visit()

    with pytest.raises(MessageTooLongError):
        await house.command(visitor, "/operator " + "a" * MAX_TEXT)

    assert house.storage.messages == []


@pytest.mark.parametrize(("lang", "words"), [("ru", "не знаю"), ("en", "do not know")])
async def test_says_so_and_lists_the_known_ones_when_it_is_unknown(house: House, lang: str, words: str) -> None:
    ran = await house.command(await house.visit(), "/frobnicate now", lang=lang)

    assert ran.answer is not None
    assert words in ran.answer.text
    assert "/frobnicate" in ran.answer.text
    assert "/help" in ran.answer.text
    assert ran.accepted.message.text == "/frobnicate ***"


@pytest.mark.parametrize(("limit", "said"), [(3, "осталось ответов: 2"), (0, "не ограничено")])
async def test_tells_the_persons_answers_and_no_money_when_asked_for_the_balance(limit: int, said: str) -> None:
    house = House(person_daily_answers=limit)
    await house.top_up("12345.00")
    visitor = await house.visit()
    await house.say(visitor)
    await house.run_until_idle()

    ran = await house.command(visitor, "/balance")

    assert ran.answer is not None
    assert said in ran.answer.text
    assert not {"12345", "12340", "5.00"} & set(ran.answer.text.split())


class TestDeadlines:
    async def test_are_listed_in_the_owners_time(self, house: House) -> None:
        visitor = await house.visit()
        await house.say(visitor, "Мне нужно сдать до 5 июля 18:00")
        (deadline,) = house.storage.deadlines

        ru = await house.command(visitor, "/deadlines")
        en = await house.command(visitor, "/deadlines", lang="en")
        house.clock.advance(timedelta(days=30).total_seconds())
        past = await house.command(visitor, "/deadlines")

        assert ru.answer is not None
        assert en.answer is not None
        assert past.answer is not None
        assert ru.answer.text.splitlines() == [
            "Сроки из этого разговора (время: Europe/Moscow):",
            f"05.07.2026 18:00, «{deadline.quote}»",
        ]
        assert f"2026-07-05 18:00, “{deadline.quote}”" in en.answer.text
        assert "уже прошёл" in past.answer.text

    async def test_are_none_of_another_conversation(self, house: House) -> None:
        await house.say(await house.visit(), "Мне нужно сдать до 5 июля")

        ran = await house.command(await house.visit(), "/deadlines")

        assert ran.answer is not None
        assert ran.answer.text == "В этом разговоре сроков нет."

    async def test_are_not_read_from_commands(self, house: House) -> None:
        await house.command(await house.visit(), "/operator до 5 июля")

        assert house.storage.deadlines == []


class TestOperator:
    async def test_is_wanted_once_in_an_hour(self, house: House) -> None:
        visitor = await house.visit()

        for text in ("/operator нужен человек", "/operator", "/operator"):
            await house.command(visitor, text)
        house.clock.advance(3_600)
        await house.command(visitor, "/operator")

        first, second = house.storage.notifications
        assert first.type == second.type == "operator_wanted"
        assert first.payload == {
            "conversation_id": str(visitor.conversation_id),
            "channel": "site_chat",
            "message_id": str(house.storage.messages[0].id),
            "text": "нужен человек",
            "at": house.storage.messages[0].at.isoformat(),
        }
        assert len({message.text for message in house.storage.messages if message.author is Author.SYSTEM}) == 1
        assert Queue.NOTIFICATIONS in house.wakeup.signals

    async def test_is_wanted_by_each_conversation(self, house: House) -> None:
        for _ in range(2):
            await house.command(await house.visit(), "/operator")

        assert len(house.storage.notifications) == 2


class TestAccounts:
    async def test_guest_becomes_a_user_and_the_password_is_kept_nowhere(self, house: House) -> None:
        guest = await house.visit()

        ran = await house.command(guest, f"/register Anna {SECRET}")

        assert ran.effect is Effect.SIGNED_IN
        assert (ran.visitor.person.kind, ran.visitor.person.login) == (PersonKind.USER, "anna")
        assert ran.visitor.token != guest.token
        assert house.storage.sessions[0].token_hash == hash_token(ran.visitor.token)
        assert house.storage.messages[0].text == "/register Anna ***"
        assert ran.accepted.message.text == "/register Anna ***"
        kept = everything_of(house)
        assert SECRET not in kept.replace(house.storage.people[0].password_hash or "", "")
        assert [type(news) for news in house.feed.published] == [MessageAdded, MessageAdded, SessionChanged]

    async def test_user_signs_in_with_the_guests_conversation(self, house: House) -> None:
        await house.command(await house.visit(), f"/register anna {SECRET}")
        guest = await house.visit()

        ran = await house.command(guest, f"/login anna {SECRET}", lang="en")

        assert ran.effect is Effect.SIGNED_IN
        assert ran.visitor.conversation_id == guest.conversation_id
        assert ran.visitor.person.login == "anna"
        assert ran.answer is not None
        assert ran.answer.text == "You are signed in as anna."

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (f"/register bob{'!'} {SECRET}", "Логин: от 3 до 64"),
            ("/register bob 12345678", "Слишком простой пароль"),
            (f"/register anna {SECRET}", "Этот логин занят"),
            (f"/login anna {SECRET}!", "Неверный логин или пароль"),
            (f"/login nobody {SECRET}", "Неверный логин или пароль"),
            (f"/login {SECRET}", "Нужны логин и пароль"),
            ("/register", "Нужны логин и пароль"),
        ],
    )
    async def test_refusal_is_an_answer_and_changes_nothing(self, house: House, text: str, said: str) -> None:
        await house.command(await house.visit(), f"/register anna {SECRET}")
        guest = await house.visit()
        before = house.storage.sessions[-1]

        ran = await house.command(guest, text)

        assert ran.answer is not None
        assert ran.answer.text.startswith(said)
        assert (ran.effect, ran.visitor) == (Effect.NONE, guest)
        assert house.storage.sessions[-1].token_hash == before.token_hash
        assert SECRET not in repr((house.storage.messages, house.feed.published, house.log.lines))

    async def test_refuses_when_somebody_is_signed_in_already(self, house: House) -> None:
        user = (await house.command(await house.visit(), f"/register anna {SECRET}")).visitor

        ran = await house.command(user, f"/register bobby {SECRET}")

        assert ran.answer is not None
        assert ran.answer.text.startswith("Вы уже вошли")

    async def test_refuses_when_another_was_quicker_with_the_login(self, house: House) -> None:
        first, second = await house.visit(), await house.visit()
        sign_in = await house.register.prepare(first, login="anna", password=SECRET)
        hashing = house.hasher.hash

        async def meanwhile(password: str) -> str:
            await house.storage.run(sign_in)
            return await hashing(password)

        house.hasher.hash = meanwhile  # type: ignore[method-assign]  # somebody registers while the password is hashed

        ran = await house.command(second, f"/register anna {SECRET}")

        assert ran.answer is not None
        assert ran.answer.text == "Этот логин занят."
        assert ran.effect is Effect.NONE

    async def test_session_is_over_after_logout(self, house: House) -> None:
        visitor = await house.visit()

        ran = await house.command(visitor, "/logout")

        assert ran.effect is Effect.SIGNED_OUT
        assert house.storage.sessions[0].end_reason == "signed_out"
        assert house.feed.published[-1] == SessionChanged(session_id=visitor.session.id, signed_out=True)
        assert ran.answer is not None
        assert ran.answer.text == "Вы вышли."

    async def test_new_conversation_is_the_sessions_and_the_answer_stays_in_the_old(self, house: House) -> None:
        visitor = await house.visit()

        ran = await house.command(visitor, "/new")

        assert ran.effect is Effect.OPENED
        assert ran.visitor.conversation_id != visitor.conversation_id
        assert house.storage.sessions[0].conversation_id == ran.visitor.conversation_id
        assert {message.conversation_id for message in house.storage.messages} == {visitor.conversation_id}


async def test_is_not_told_to_the_model_when_a_question_follows(rich: House) -> None:
    visitor = await rich.visit()
    await rich.command(visitor, f"/register anna {SECRET}")
    await rich.say(visitor, "Вы открыты?")
    await rich.run_until_idle()
    await rich.command(visitor, "/help")
    await rich.say(visitor, "А завтра?")
    await rich.run_until_idle()

    told = [line.text for line in rich.writer.asked[-1]][1:]
    assert told == ["Вы открыты?", rich.writer.text, "А завтра?"]
