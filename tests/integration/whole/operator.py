"""An operator at the console's pages."""

from playwright.async_api import Page, expect

from tests.integration.whole.house import House

LOGIN = "olga"
PASSWORD = "battery staple 7"


async def employ(house: House, login: str = LOGIN) -> None:
    """The owner makes the account; one that is there already is kept."""
    ran = await house.command("people", "create-operator", login, stdin=f"{PASSWORD}\n")
    assert ran.code == 0 or "taken" in ran.err, ran.err


async def sign_in(page: Page, house: House, path: str = "/console", login: str = LOGIN) -> None:
    await page.goto(f"{house.url}{path}")
    await page.fill('input[name="login"]', login)
    await page.fill('input[name="password"]', PASSWORD)
    await page.click('button[type="submit"] >> nth=0')
    await expect(page.locator("#content")).to_be_visible()
    await expect(page.locator("#live")).to_have_attribute("data-state", "on")
