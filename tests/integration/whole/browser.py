"""A person at a browser: a page with everything that it complains of, and what is done on the chat page."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import (
    Browser,
    ConsoleMessage,
    FrameLocator,
    Locator,
    Page,
    Request,
    ViewportSize,
    async_playwright,
    expect,
)

from tests.integration.services.ports import HOST
from tests.integration.whole.house import House

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
WAIT_MS = 30_000
DESKTOP: ViewportSize = {"width": 1100, "height": 800}


class Sight:
    """A page and everything that it has complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._heed)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._miss)

    async def keep(self, name: str) -> None:
        """A screenshot, if anybody wants to see one."""
        if folder := os.environ.get("SCREENSHOTS"):
            await self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _miss(self, request: Request) -> None:
        # What a page was still loading is broken off when it goes elsewhere.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"not loaded: {request.url}")

    def _heed(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def browsing_with_a_profile(folder: Path) -> AsyncIterator[Sight]:
    """With the store that a frame has of its own on each site; a private window refuses it, as these pages' do."""
    (folder / "Default").mkdir()
    preferences = {"profile": {"block_third_party_cookies": False, "cookie_controls_mode": 0}}
    (folder / "Default" / "Preferences").write_text(json.dumps(preferences), encoding="utf-8")
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=CHROMIUM_ARGS, viewport=DESKTOP, locale="ru-RU"
        )
        context.set_default_timeout(WAIT_MS)
        yield Sight(context.pages[0])
        await context.close()


async def look(browser: Browser, **options: Any) -> Sight:
    """A page of a person whom nobody knows yet, who reads Russian if nothing else is said."""
    context = await browser.new_context(**{"viewport": DESKTOP, "locale": "ru-RU"} | options)
    context.set_default_timeout(WAIT_MS)
    return Sight(await context.new_page())


def sandbox_of(house: House) -> str:
    return f"http://{HOST}:{house.settings['SANDBOX_PORT']}"


def messages(page: Page | FrameLocator, author: str) -> Locator:
    return page.locator(f'#message-list .message[data-author="{author}"]')


def answers(page: Page | FrameLocator) -> Locator:
    """The answers that are finished, whichever way."""
    return page.locator('#message-list .message[data-author="assistant"]:not([aria-busy])')


async def say(page: Page, text: str) -> None:
    await page.fill("#composer-text", text)
    await page.keyboard.press("Enter")


async def visit(page: Page, house: House) -> None:
    """Open the chat page and wait for its connection."""
    await page.goto(house.url)
    await expect(page.locator("#connection")).to_have_attribute("data-state", "online")


async def register(page: Page, login: str, password: str = "correct horse 9") -> None:
    await page.click("#sign-in")
    await page.click("#auth-switch")
    await page.fill('#auth-form input[name="login"]', login)
    await page.fill('#auth-form input[name="password"]', password)
    await page.click("#auth-submit")
    await expect(page.locator("#auth-dialog")).to_be_hidden()
