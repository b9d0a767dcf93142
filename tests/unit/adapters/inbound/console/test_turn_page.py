"""One answer with all that belongs to it, and the ways that lead there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.knowledge import Passage
from ports.storage import UnitOfWork
from tests.factories import make_notification
from tests.unit.adapters.inbound.console.owner_site import HOSTILE, page, sections
from tests.unit.adapters.inbound.console.site import browsing, employ, sign_in
from tests.unit.application.house import ANN, House
from tests.unit.application.turns.test_retry_turn import fail_writing

MARKDOWN = "**Важно:** [сайт](https://a.example)\n\n- раз\n- два"


@pytest.fixture
async def house() -> House:
    house = House(looks_around=True)
    await house.top_up("100.00")
    await employ(house)
    return house


@contextmanager
def operating(house: House) -> Iterator[TestClient[Litestar]]:
    with browsing(house, sections(house)) as client:
        sign_in(client)
        yield client


async def test_shows_question_answer_parts_passages_and_the_way_to_the_trace(house: House) -> None:
    house.writer.answer_next(MARKDOWN)
    await house.message(HOSTILE)
    await house.run_until_idle()
    told = Passage(file="цены.md", heading="Занятия", text=HOSTILE)
    await house.storage.run(lambda uow: uow.knowledge.note_used(house.turn.id, [told]))
    with operating(house) as client:
        shown = page(client, f"/console/turns/{house.turn.id}")

    assert "<img" not in shown
    assert "<strong>Важно:</strong>" in shown
    assert "цены.md · Занятия" in shown
    assert "Важно: сайт (https://a.example)" in shown
    assert f'href="https://traces.example/trace/{house.turn.id.hex}?a=1&amp;b=2"' in shown
    assert f"/console/conversations/{house.turn.conversation_id}#turn-{house.turn.id}" in shown


async def test_conversation_renders_the_assistants_markdown_and_leads_to_the_turn(house: House) -> None:
    house.writer.answer_next(f"{MARKDOWN}\n\n{HOSTILE} [x](javascript:alert(1))")
    await house.message("**не жирно**")
    await house.run_until_idle()
    with operating(house) as client:
        shown = page(client, f"/console/conversations/{house.turn.conversation_id}")

    assert "<strong>Важно:</strong>" in shown
    assert "**не жирно**" in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert f'id="turn-{house.turn.id}"' in shown
    assert f'href="/console/turns/{house.turn.id}"' in shown


async def test_page_of_troubles_leads_to_the_turn_and_to_its_place(house: House) -> None:
    await fail_writing(house)
    with operating(house) as client:
        shown = page(client, "/console/turns")

    assert f'href="/console/turns/{house.turn.id}"' in shown
    assert f"#turn-{house.turn.id}" in shown


async def test_there_is_no_page_of_a_turn_that_is_none(house: House) -> None:
    with operating(house) as client:
        for wrong in ("x", house.ids.new()):
            assert client.get(f"/console/turns/{wrong}").status_code == 404


async def test_people_of_vk_have_their_names(house: House) -> None:
    assert house.profiles is not None
    house.profiles.called[ANN] = "Анна <b>Ёлкина</b>"
    await house.message(by=ANN)
    await house.run_until_idle()
    with operating(house) as client:
        inbox = page(client, "/console")
        shown = page(client, f"/console/conversations/{house.turn.conversation_id}")

    assert "Анна &lt;b&gt;Ёлкина&lt;/b&gt;" in inbox
    assert f"id{ANN}" not in inbox
    assert "<h1>Анна &lt;b&gt;Ёлкина&lt;/b&gt;</h1>" in shown
    assert f"VK id{ANN}" in shown


async def test_inbox_shows_an_answer_without_its_marks(house: House) -> None:
    house.writer.answer_next(MARKDOWN)
    await house.message()
    await house.run_until_idle()
    with operating(house) as client:
        assert "Важно: сайт (https://a.example) • раз • два" in page(client, "/console")


async def test_where_there_is_nothing_is_told_to_operators_only(house: House) -> None:
    with browsing(house, sections(house)) as stranger:
        assert stranger.get("/console/no/such/page").headers["location"].startswith("/console/sign-in")
    with operating(house) as client:
        answer = client.get("/console/no/such/page")
    assert (answer.status_code, "Такого нет" in answer.text) == (404, True)


async def test_alerts_are_told_in_words_on_the_page_of_notifications(house: House) -> None:
    alerts = [{"alert": "vk_halted", "state": "begun"}, {"alert": "queue_old", "state": "over"}]
    notes = [make_notification(type="alert", payload=payload) for payload in alerts]

    async def add(uow: UnitOfWork) -> None:
        for note in notes:
            await uow.notifications.add(note)

    await house.storage.run(add)
    with operating(house) as client:
        shown = page(client, "/console/notifications")

    assert "Тревога: VK не принимает вызовы" in shown
    assert "Тревога позади: очередь стоит" in shown
