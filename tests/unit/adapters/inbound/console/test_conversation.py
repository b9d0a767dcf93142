import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.message import Author
from domain.turn import Reason, TurnState
from tests.unit.adapters.inbound.console.site import browsing, employ, sign_in
from tests.unit.application.house import House
from tests.unit.application.turns.test_retry_turn import fail_writing, lose_sending

HOSTILE = "<script>alert(1)</script> </textarea><b>"


@pytest.fixture
async def house() -> House:
    house = House()
    await house.top_up("100.00")
    await employ(house)
    return house


@contextmanager
def operating(house: House) -> Iterator[TestClient[Litestar]]:
    with browsing(house) as client:
        sign_in(client)
        yield client


def path(house: House, more: str = "") -> str:
    """Of the latest conversation in which something was said."""
    return f"/console/conversations/{house.storage.messages[-1].conversation_id}{more}"


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


async def test_shows_what_was_said_with_its_price_as_text(house: House) -> None:
    house.writer.answer_next(HOSTILE)
    await house.message(HOSTILE)
    await house.run_until_idle()
    with operating(house) as client:
        page = client.get(path(house)).text

    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") == 2
    assert "5.00 ₽" in page
    assert "Отвечено" in page
    assert "$" not in page


async def test_answers_once_and_takes_the_conversation_over(house: House) -> None:
    await house.say(await house.visit(), "Есть кто?")
    with operating(house) as client:
        key = key_in(client.get(path(house)).text)
        sent = [client.post(path(house, "/answer"), data={"key": key, "text": "Я здесь."}) for _ in range(2)]
        page = client.get(path(house)).text

    assert {answer.headers["location"] for answer in sent} == {path(house)}
    assert [each.text for each in house.storage.messages if each.author is Author.OPERATOR] == ["Я здесь."]
    assert "Отвечает человек (olga)" in page
    assert "Вернуть помощнику" in page


@pytest.mark.parametrize("form", [{"text": "Да."}, {"key": "x", "text": "Да."}, {}])
async def test_refuses_a_form_that_is_not_ours(house: House, form: dict[str, str]) -> None:
    await house.say(await house.visit())
    with operating(house) as client:
        assert client.post(path(house, "/answer"), data=form).status_code == 404
    assert len(house.storage.messages) == 1


async def test_says_what_is_wrong_with_the_text(house: House) -> None:
    await house.say(await house.visit())
    with operating(house) as client:
        key = key_in(client.get(path(house)).text)

        assert client.post(path(house, "/answer"), data={"key": key, "text": " "}).status_code == 400


async def test_takes_over_and_hands_back(house: House) -> None:
    await house.say(await house.visit())
    with operating(house) as client:
        client.post(path(house, "/take-over"))
        taken = client.get(path(house)).text
        client.post(path(house, "/hand-back"))

        assert "Отвечает человек (olga)" in taken
        assert "Отвечает помощник." in client.get(path(house)).text


async def test_blocks_and_unblocks_who_speaks_there_and_nobody_else(house: House) -> None:
    await house.message()
    await house.drain_events.execute()
    here = path(house)
    ann = house.storage.messages[-1].person_id
    stranger = (await house.visit()).person.id
    with operating(house) as client:
        assert client.post(f"{here}/people/{ann}/block").status_code == 303
        assert "Разблокировать" in client.get(here).text
        assert client.post(f"{here}/people/{ann}/unblock").status_code == 303
        assert "Разблокировать" not in client.get(here).text
        assert client.post(f"{here}/people/{stranger}/block").status_code == 404
        assert client.post(f"{here}/people/nobody/block").status_code == 404


async def test_retries_what_has_failed(house: House) -> None:
    await fail_writing(house)
    with operating(house) as client:
        page = client.get(path(house)).text

        answer = client.post(path(house, f"/turns/{house.turn.id}/retry"))
        again = client.post(path(house, f"/turns/{house.turn.id}/retry"))

    assert "Попробовать снова" in page
    assert (answer.status_code, again.status_code) == (303, 409)
    assert house.turn.state is TurnState.OWED


async def test_dismisses_what_is_unconfirmed(house: House) -> None:
    await lose_sending(house, is_done=False)
    with operating(house) as client:
        page = client.get(path(house)).text
        client.post(path(house, f"/turns/{house.turn.id}/dismiss"))
        after = client.get(path(house)).text

    assert "неизвестно, дошёл ли ответ до VK" in page
    assert "Часть 1: в пути" in page or "Часть 1: не подтверждена" in page
    assert house.turn.reason == Reason.DISMISSED
    assert "Отправить ещё раз" not in after


@pytest.mark.parametrize("path_of_it", ["", "/answer", "/take-over", "/hand-back"])
async def test_says_that_there_is_no_such_conversation(house: House, path_of_it: str) -> None:
    with operating(house) as client:
        for id_ in ("00000000-0000-0000-0000-000000000000", "nonsense"):
            where = f"/console/conversations/{id_}{path_of_it}"
            answer = client.post(where, data={"key": id_, "text": "Да."}) if path_of_it else client.get(where)

            assert answer.status_code == 404
