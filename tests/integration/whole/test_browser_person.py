"""A person's own account in a browser, and the page that asks whoever changes it for the password once more."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import httpx2
import pytest
from playwright.async_api import Page, expect

from tests.integration.services.ports import free_port
from tests.integration.whole.accessibility import violations
from tests.integration.whole.browser import Sight, answers, browsing, look, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.operator import PASSWORD, employ, sign_in

TOP_UP = 'form[action$="top-up"]'
LIMIT = 'form[action$="/limit"]'


@pytest.fixture(scope="module")
def everybody_pays(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server without keys where whoever asks pays, and has something to begin with."""
    settings = {"SANDBOX_PORT": str(free_port()), "PAYER": "person", "GIFT": "20.00"}
    house = House(tmp_path_factory.mktemp("everybody_pays"), settings)
    try:
        house.start()
        yield house
    finally:
        house.close()


@pytest.fixture
async def house(everybody_pays: House) -> House:
    await employ(everybody_pays)
    return everybody_pays


@pytest.fixture
async def account(house: House, sight: Sight) -> Page:
    """The account of a visitor who has asked something, found as an operator finds it."""
    async with browsing() as others:
        visitor = (await look(others)).page
        await visit(visitor, house)
        await say(visitor, "Сколько стоит занятие?")
        await expect(answers(visitor)).to_have_count(1)
    page = sight.page
    await sign_in(page, house, anew=True)
    await page.click(".inbox-row a >> nth=0")
    await page.click('a[href^="/console/people/"]')
    await expect(page.locator("#figures")).to_be_visible()
    return page


def begin_long_ago(house: House) -> None:
    """The latest sign-in was an hour ago."""
    with closing(sqlite3.connect(house.folder / "var" / "otklik.db", timeout=20)) as database, database:
        database.execute(
            "UPDATE sessions SET opened_at = datetime(opened_at, '-1 hour')"
            " WHERE opened_at = (SELECT max(opened_at) FROM sessions)"
        )


async def top_up(page: Page, amount: str) -> None:
    await page.fill(f'{TOP_UP} input[name="amount"]', amount)
    await page.fill(f'{TOP_UP} input[name="reason"]', "счёт 18")
    await page.click(f"{TOP_UP} button")


async def test_operator_fills_it_up_and_limits_a_day(account: Page) -> None:
    await top_up(account, "70")
    await expect(account.locator("#ledger tr", has_text="счёт 18")).to_contain_text("+70.00")
    # The gift, less the price of the answer, and what was paid in.
    await expect(account.locator("#figures")).to_contain_text("85.00 ₽")

    await account.fill(f'{LIMIT} input[name="amount"]', "15")
    await account.click(f"{LIMIT} button")
    await expect(account.locator("#figures")).to_contain_text("15.00 ₽")


async def test_password_is_asked_for_once_more_and_what_was_filled_in_is_kept(
    house: House, account: Page, sight: Sight
) -> None:
    begin_long_ago(house)
    await top_up(account, "30")
    await expect(account.locator('input[name="proof"]')).to_be_visible()
    asked = await violations(account)
    await account.fill('input[name="proof"]', "a wrong one")
    await account.click("button[type=submit]")
    await expect(account.locator("#problem")).to_contain_text("Пароль не подходит")
    refused = await violations(account)
    await account.fill('input[name="proof"]', PASSWORD)
    await account.click("button[type=submit]")

    await expect(account.locator("#ledger tr", has_text="счёт 18")).to_contain_text("+30.00")
    assert (asked, refused) == ([], [])
    assert all("403" in complaint for complaint in sight.complaints)
    sight.complaints.clear()


@pytest.mark.parametrize("width", [360, 768, 1440])
async def test_axe_finds_nothing_wrong_and_nothing_is_wider_than_the_window(
    account: Page, sight: Sight, width: int
) -> None:
    await top_up(account, "70")
    await expect(account.locator("#ledger tr", has_text="счёт 18")).to_be_visible()
    await account.set_viewport_size({"width": width, "height": 900})

    await sight.keep(f"person-{width}")
    assert await account.evaluate("document.documentElement.scrollWidth") <= width
    assert await violations(account) == []


async def test_stranger_gets_none_of_it(house: House, account: Page) -> None:
    async with httpx2.AsyncClient(trust_env=False) as http:
        seen = await http.get(account.url)
        form = {"amount": "7777", "reason": "x"}
        booked = await http.post(f"{account.url}/top-up", data=form, headers={"Origin": house.url})

    assert seen.status_code == booked.status_code == 303
    assert seen.headers["location"].startswith("/console/sign-in")
    await account.reload()
    await expect(account.locator("#figures")).not_to_contain_text("7777")
