"""The owner's pages in a browser: what an operator sees and corrects, and that a stranger gets none of it."""

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import Sight, answers, browsing, look, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.operator import employ, sign_in

PAGES = {
    "turns": "/console/turns",
    "balance": "/console/balance",
    "prompts": "/console/prompts/site_chat",
    "deadlines": "/console/deadlines",
    "month": "/console/deadlines/month",
    "notifications": "/console/notifications",
    "audit": "/console/audit",
    "health": "/console/health",
}


@pytest.fixture
async def house(first_run: House) -> House:
    await employ(first_run)
    return first_run


async def go(page: Page, house: House, name: str) -> None:
    await page.goto(f"{house.url}{PAGES[name]}")
    await expect(page.locator("#content h1")).to_be_visible()


async def test_stranger_gets_none_of_it(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False) as http:
        for path in PAGES.values():
            answer = await http.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/console/sign-in")
        before = await house.ask("balance", "show")
        await http.post("/console/balance/top-up", data={"amount": "5", "reason": "x"}, headers={"Origin": house.url})
        assert await house.ask("balance", "show") == before


async def test_owner_stops_answering_and_starts_it_again(house: House, sight: Sight) -> None:
    page = sight.page
    await sign_in(page, house)
    await go(page, house, "balance")
    await page.click("text=Остановить все ответы")
    await expect(page.locator("text=Помощник молчит")).to_be_visible()

    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await say(visitor, "Вы открыты?")
        await expect(
            visitor.locator("#message-list", has_text="Помощник выключен владельцем сообщества")
        ).to_be_visible()
        await page.click("text=Отвечать снова")
        await expect(page.locator("text=Помощник отвечает")).to_be_visible()
        await say(visitor, "А теперь?")
        await expect(answers(visitor)).to_have_count(1)


async def test_two_clicks_top_up_once(house: House, sight: Sight) -> None:
    page = sight.page
    await sign_in(page, house)
    await go(page, house, "balance")
    await page.fill('form[action$="top-up"] input[name="amount"]', "100,50")
    await page.fill('form[action$="top-up"] input[name="reason"]', "счёт 17")
    await page.dblclick('form[action$="top-up"] button')

    rows = page.locator("#ledger tr", has_text="счёт 17")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("+100.50")
    await expect(rows).to_contain_text("olga")


async def test_prompt_is_tried_saved_and_returned_to(house: House, sight: Sight) -> None:
    page = sight.page
    await sign_in(page, house)
    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await say(visitor, "Когда вы открыты?")
        await expect(answers(visitor)).to_have_count(1)
        await go(page, house, "prompts")
        await page.fill("#prompt-text", "Отвечай очень коротко.")
        await page.click('button[formaction$="preview"]')
        await expect(page.locator("#tried")).to_contain_text("Когда вы открыты?")
        await expect(page.locator("#prompt-text")).to_have_value("Отвечай очень коротко.")
        await page.click("text=Сохранить и применить")
        await expect(page.locator("#content")).to_contain_text("Сейчас действует: версия 1")
        await page.click("text=Вернуть >> nth=0")
        await expect(page.locator("#content")).to_contain_text("Сейчас действует: текст из файла")


async def test_health_is_told_in_words(house: House, sight: Sight) -> None:
    page = sight.page
    await sign_in(page, house)
    await go(page, house, "health")

    await expect(page.locator(".finding", has_text="база")).to_contain_text("В порядке")
    await page.click("text=Проверить ещё раз")
    await expect(page.locator(".finding", has_text="модель")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong(house: House, scheme: str) -> None:
    async with browsing() as browser:
        page = (await look(browser, color_scheme=scheme, reduced_motion="reduce")).page
        await sign_in(page, house)
        found = {}
        for name in PAGES:
            await go(page, house, name)
            found[name] = await violations(page)
        await page.set_viewport_size({"width": 360, "height": 740})
        found["narrow"] = await violations(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [360, 768, 1440])
async def test_nothing_is_wider_than_the_window(house: House, sight: Sight, width: int) -> None:
    page = sight.page
    await page.set_viewport_size({"width": width, "height": 900})
    await sign_in(page, house)
    for name in PAGES:
        await go(page, house, name)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width, name
        await sight.keep(f"{name}-{width}")
