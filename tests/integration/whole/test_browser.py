"""``otklik serve`` without any key, as somebody sees it who has just installed it: two pages in a real browser."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import ConsoleMessage, Locator, Page, async_playwright, expect

from tests.integration.services.ports import HOST, free_port
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import sandbox_client

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
WAIT_MS = 30_000
SLOW_ANSWER = " ".join(f"слово{number}" for number in range(40))


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server without keys: it brings its own sandbox."""
    house = House(tmp_path_factory.mktemp("first_run"), {"SANDBOX_PORT": str(free_port())})
    try:
        house.start()
        yield house
        assert house.stop() == 0
        assert house.complaints() == []
    finally:
        house.close()


class Sight:
    """A page and everything that it has complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._heed)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"not loaded: {request.url}"))

    async def keep(self, name: str) -> None:
        """A screenshot, if anybody wants to see one."""
        if folder := os.environ.get("SCREENSHOTS"):
            await self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _heed(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)


@pytest.fixture
async def sight() -> AsyncIterator[Sight]:
    expect.set_options(timeout=WAIT_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        page = await browser.new_page(viewport={"width": 1100, "height": 800}, locale="ru-RU")
        page.set_default_timeout(WAIT_MS)
        seen = Sight(page)
        yield seen
        await browser.close()
    assert seen.complaints == []


def sandbox_of(house: House) -> str:
    return f"http://{HOST}:{house.settings['SANDBOX_PORT']}"


def messages(page: Page, author: str) -> Locator:
    return page.locator(f'#message-list .message[data-author="{author}"]')


async def say(page: Page, text: str) -> None:
    await page.fill("#composer-text", text)
    await page.keyboard.press("Enter")


async def test_comment_on_the_sandboxs_wall_is_answered(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.goto(sandbox_of(first_run))
    await page.locator(".post form.comment-form textarea").first.fill("Сколько стоит занятие? <b>жирно</b>")
    await page.keyboard.press("Enter")

    answer = page.locator('.replies .comment[data-author="community"] .text').first
    await expect(answer).to_contain_text("1500 ₽")
    asked = page.locator('.comment[data-author="person"]').first
    await expect(asked.locator(".text").first).to_contain_text("<b>жирно</b>")
    await expect(asked.locator(".delivery").first).not_to_be_empty()
    await sight.keep("wall")


async def test_message_in_the_sandboxs_dialog_is_answered(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.goto(sandbox_of(first_run))
    await page.fill("#dialog-form textarea", "Привет, где вы?")
    await page.click("#dialog-form button[type=submit]")

    await expect(page.locator('.dialog-message[data-author="community"]').last).to_contain_text("Лесной, 5")
    await sight.keep("dialog")


async def test_answer_streams_on_the_page_and_stays_after_reload(first_run: House, sight: Sight) -> None:
    page = sight.page
    async with sandbox_client(sandbox_of(first_run)) as sandbox:
        await sandbox.model("answer", match="медленно", text=SLOW_ANSWER, token_delay=0.1)
    await page.goto(first_run.url)
    await expect(page.locator("#sandbox-notice")).to_be_visible()
    await say(page, "Расскажите медленно про глину")
    answer = messages(page, "assistant").first
    await expect(answer.locator(".message-text")).to_contain_text("слово3 ")
    await expect(answer).to_have_attribute("data-state", "writing")
    await sight.keep("writing")
    await page.reload()
    await expect(messages(page, "person")).to_have_count(1)
    await expect(messages(page, "assistant")).to_have_count(1)
    await expect(answer).not_to_have_attribute("aria-busy", "true")
    await expect(answer.locator(".message-text")).to_have_text(SLOW_ANSWER)

    await say(page, "А теперь markdown, пожалуйста")
    last = messages(page, "assistant").last
    await expect(last.locator(".message-text strong")).to_have_text("день")
    await expect(last.locator(".message-text a")).to_have_attribute("rel", re.compile("noopener"))
    await page.reload()

    await expect(messages(page, "assistant")).to_have_count(2)
    await expect(last.locator(".message-text strong")).to_have_text("день")
    await sight.keep("history")


async def test_visitor_registers_and_keeps_the_conversation(first_run: House, sight: Sight) -> None:
    page = sight.page
    await page.goto(first_run.url)
    await say(page, "Здравствуйте! <img src=x onerror=alert(1)>")
    await expect(messages(page, "assistant").first.locator(".message-time")).to_be_visible()
    await page.click("#sign-in")
    await page.click("#auth-switch")
    await page.fill('#auth-form input[name="login"]', "anna")
    await page.fill('#auth-form input[name="password"]', "12345678")
    await page.click("#auth-submit")
    await expect(page.locator("#auth-error")).not_to_be_empty()
    await sight.keep("weak_password")
    await page.fill('#auth-form input[name="password"]', "correct horse 9")
    await page.click("#auth-submit")

    await expect(page.locator("#person")).to_have_text(re.compile("anna"))
    await expect(messages(page, "person")).to_have_count(1)
    await expect(messages(page, "person").first).to_contain_text("<img src=x onerror=alert(1)>")
    await page.reload()
    await expect(page.locator("#person")).to_have_text(re.compile("anna"))
    await expect(messages(page, "assistant")).to_have_count(1)
    await sight.keep("registered")
    await page.click("#sign-out")
    await expect(page.locator("#sign-in")).to_be_visible()
    await expect(messages(page, "person")).to_have_count(0)
