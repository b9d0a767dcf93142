import re

import pytest

from application.accounts.recognise_operator import NOTED_EVERY
from tests.unit.adapters.inbound.console.site import ENTRY, browsing, employ, sign_in
from tests.unit.application.house import House

HOSTILE = "<img src=x onerror=alert(1)> \"'& $title ${body}"


@pytest.fixture
async def house() -> House:
    house = House()
    await employ(house)
    return house


async def test_shows_what_people_write_as_text(house: House) -> None:
    await house.say(await house.visit(), HOSTILE)
    with browsing(house) as client:
        sign_in(client)

        for path in (ENTRY, f"{ENTRY}?search=onerror", f'{ENTRY}?search="><img'):
            page = client.get(path).text

            assert "<img" not in page
        assert "&lt;img src=x onerror=alert(1)&gt; &quot;&#x27;&amp; $title ${body}" in client.get(ENTRY).text


async def test_leads_to_the_next_page_and_shows_each_conversation_once(house: House) -> None:
    for number in range(70):
        house.clock.advance(1)
        await house.say(await house.visit(), f"вопрос {number}")
    seen: list[str] = []
    with browsing(house) as client:
        sign_in(client)
        path: str | None = ENTRY
        while path:
            page = client.get(path).text
            seen += re.findall(r'id="row-([^"]+)"', page)
            more = re.search(r'class="more"><a [^>]*href="([^"]+)"', page)
            path = more[1].replace("&amp;", "&") if more else None

    assert len(seen) == len(set(seen)) == 70


async def test_filters_and_searches_by_the_address(house: House) -> None:
    await house.command(await house.visit(), "/operator помогите")
    await house.say(await house.visit(), "Обычный вопрос")
    with browsing(house) as client:
        sign_in(client)

        waiting = client.get(f"{ENTRY}?filter=needs_person").text
        found = client.get(f"{ENTRY}?search=обычный").text

        assert "Зовёт человека" in waiting
        assert "Обычный вопрос" not in waiting
        assert waiting.count('aria-current="true"') == 1
        assert "Обычный вопрос" in found
        assert "помогите" not in found


@pytest.mark.parametrize(
    "query", ["before=x", "before=2026-01-01T00:00:00~x", "before=2026-01-01T00:00:00~" + "0" * 32]
)
async def test_says_that_there_is_no_such_page(house: House, query: str) -> None:
    with browsing(house) as client:
        sign_in(client)

        assert client.get(f"{ENTRY}?{query}").status_code == 404


async def test_shows_everything_for_a_filter_that_is_none(house: House) -> None:
    with browsing(house) as client:
        sign_in(client)

        assert "Здесь пока пусто" in client.get(f"{ENTRY}?filter=nonsense").text


async def test_says_so_when_the_database_does_not_answer(house: House) -> None:
    with browsing(house) as client:
        sign_in(client)
        # Late enough that being here is noted, which is a write.
        house.clock.advance(NOTED_EVERY.total_seconds())
        house.storage.fail_next()

        answer = client.get(ENTRY)

        assert answer.status_code == 503
        assert "База данных не отвечает" in answer.text
