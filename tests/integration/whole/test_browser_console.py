"""The console's frame and inbox, as an operator and as a stranger."""

import httpx2
import pytest
import websockets
from playwright.async_api import expect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import Sight, browsing, look, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.operator import LOGIN, PASSWORD, employ, sign_in

PAGES = ["/console", "/console?filter=failed", "/console/conversations/00000000-0000-0000-0000-000000000000"]


@pytest.fixture
async def house(first_run: House) -> House:
    await employ(first_run)
    return first_run


async def test_stranger_gets_nothing_by_http_nor_by_the_socket(house: House) -> None:
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False) as http:
        for path in PAGES:
            answer = await http.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/console/sign-in")
        assert (await http.get("/api/v1/conversations")).status_code == 401
    url = house.url.replace("http", "ws") + "/console/live?page=/console"
    with pytest.raises(InvalidStatus) as refused:
        await websockets.connect(url, origin=Origin(house.url), proxy=None)
    assert refused.value.response.status_code == 403


async def test_operator_signs_in_sees_what_comes_and_leaves(house: House, sight: Sight) -> None:
    page = sight.page
    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await sign_in(page, house, anew=True)
        await say(visitor, "Вопрос, который видно сразу")
        await expect(page.locator(".inbox-row").first).to_contain_text("Гость сайта")
        await expect(page.locator(".inbox-row").first).to_contain_text("Отвечено")

        await say(visitor, "/operator нужен человек")
        await expect(page.locator(".inbox-row").first).to_contain_text("Зовёт человека")
        await page.click("text=Ждут человека")
        await expect(page.locator('.filter[aria-current="true"]')).to_have_text("Ждут человека")
        await expect(page.locator(".inbox-row").first).to_contain_text("Зовёт человека")

    await page.fill("#search", "КОТОРЫЙ видно")
    await page.keyboard.press("Enter")
    await expect(page.locator(".inbox-row")).to_have_count(1)
    await page.click("text=Выйти")
    await expect(page.locator('input[name="password"]')).to_be_visible()
    await page.goto(f"{house.url}/console")
    await expect(page.locator('input[name="password"]')).to_be_visible()


async def test_signed_in_visitor_who_is_no_operator_is_turned_away(house: House) -> None:
    async with browsing() as browser:
        page = (await look(browser)).page
        await page.goto(f"{house.url}/console")
        await page.fill('input[name="login"]', LOGIN)
        await page.fill('input[name="password"]', f"not {PASSWORD}")
        await page.keyboard.press("Enter")
        await expect(page.locator("#problem")).to_have_text("Логин или пароль не подходят")
        assert await page.context.cookies() == []


async def test_page_comes_back_by_itself_when_the_line_was_cut(house: House, sight: Sight) -> None:
    page = sight.page
    await sign_in(page, house)
    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await page.context.set_offline(True)
        await page.evaluate("dispatchEvent(new Event('offline'))")
        await say(visitor, "Пока никто не слушал")
        await page.context.set_offline(False)

        await expect(page.locator(".inbox-row").first).to_contain_text("Отвечено")
        await expect(page.locator("#live")).to_have_attribute("data-state", "on")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong(house: House, scheme: str) -> None:
    async with browsing() as browser:
        page = (await look(browser, color_scheme=scheme, reduced_motion="reduce")).page
        await page.goto(f"{house.url}/console")
        found = {"sign-in": await violations(page)}
        await sign_in(page, house)
        found["inbox"] = await violations(page)
        await page.goto(f"{house.url}/console?search=nothing")
        found["nothing found"] = await violations(page)
        await page.set_viewport_size({"width": 360, "height": 740})
        found["narrow"] = await violations(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [360, 768, 1440])
async def test_nothing_is_wider_than_the_window(house: House, sight: Sight, width: int) -> None:
    page = sight.page
    await page.set_viewport_size({"width": width, "height": 800})
    await sign_in(page, house)

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await sight.keep(f"inbox-{width}")
