"""The pictures of the owner's console: its inbox and a conversation, at three widths, by day and by night."""

import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page

OTKLIK = Path(sys.executable).with_name("otklik")
LOGIN, PASSWORD = "olga", "battery staple 7"
ANSWER = "Здравствуйте! Во вторник есть три места, в субботу одно. Записать вас?"


Look = Callable[[Browser, int, str], Awaitable[BrowserContext]]
Keep = Callable[[Page, str], Awaitable[None]]


def employ(folder: Path, environment: dict[str, str]) -> None:
    command = [OTKLIK, "people", "create-operator", LOGIN]
    subprocess.run(command, cwd=folder, env=environment, input=f"{PASSWORD}\n", text=True, check=True)


async def sign_in(page: Page, chat: str) -> None:
    await page.goto(f"{chat}/console")
    await page.fill('input[name="login"]', LOGIN)
    await page.fill('input[name="password"]', PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector('#live[data-state="on"]')


async def picture_the_console(browser: Browser, chat: str, *, look: Look, keep: Keep, widths: list[int]) -> None:
    """After conversations were had: the inbox is not empty."""
    context = await look(browser, 1100, "light")
    page = await context.new_page()
    await sign_in(page, chat)
    await page.goto(f"{chat}/console?filter=needs_person")
    await page.click(".inbox-row a")
    await page.fill("#answer-text", ANSWER)
    await page.click(".answer .button-primary")
    await page.wait_for_selector('.said[data-author="operator"]')
    conversation = page.url
    for width in widths:
        for scheme in ("light", "dark"):
            other = await look(browser, width, scheme)
            await picture(await other.new_page(), chat, conversation, keep, f"{width}-{scheme}")
            await other.close()
    await context.close()


async def picture(page: Page, chat: str, conversation: str, keep: Keep, name: str) -> None:
    await sign_in(page, chat)
    await keep(page, f"console-inbox-{name}")
    await page.goto(conversation)
    await page.wait_for_selector('#live[data-state="on"]')
    await keep(page, f"console-conversation-{name}")
