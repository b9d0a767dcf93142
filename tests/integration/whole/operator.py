"""An operator at the console's pages."""

import time
from typing import Any

from playwright.async_api import Page, expect

from tests.integration.whole.house import House

LOGIN = "olga"
PASSWORD = "battery staple 7"
FRESH_SECONDS = 600.0
"""Less than after which the console asks for the password once more."""
_SESSIONS: dict[str, tuple[float, Any]] = {}
"""Cookies by house: tries of a password are counted, and all of these tests together have too many."""


async def employ(house: House, login: str = LOGIN) -> None:
    """The owner makes the account; one that is there already is kept."""
    ran = await house.command("people", "create-operator", login, stdin=f"{PASSWORD}\n")
    assert ran.code == 0 or "taken" in ran.err, ran.err


async def sign_in(page: Page, house: House, path: str = "/console", *, anew: bool = False) -> None:
    """In the session that another test has begun, if it is not over; with ``anew`` always by the form."""
    since, cookies = _SESSIONS.get(house.url, (0.0, []))
    if not anew and time.monotonic() < since + FRESH_SECONDS:
        await page.context.add_cookies(cookies)
    await page.goto(f"{house.url}{path}")
    is_new = "/console/sign-in" in page.url
    if is_new:
        await page.fill('input[name="login"]', LOGIN)
        await page.fill('input[name="password"]', PASSWORD)
        await page.click('button[type="submit"] >> nth=0')
    await expect(page.locator("#content")).to_be_visible()
    await expect(page.locator("#live")).to_have_attribute("data-state", "on")
    if is_new and not anew:
        _SESSIONS[house.url] = time.monotonic(), await page.context.cookies(house.url)
