"""
Make the pictures of docs/images: the chat page, the widget on another site, the sandbox's wall, the owner's console.

The server and the stand-in for VK and the model are started here, in a folder of their own, and leave no trace.
Chromium is Debian's (scripts/install-test-services.sh).
"""

import asyncio
import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from console_pictures import employ, picture_the_console
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from screenshot_texts import ENGLISH, HOST_PAGE, RUSSIAN

IMAGES = Path(__file__).parents[1] / "docs" / "images"
OTKLIK = Path(sys.executable).with_name("otklik")
CHROMIUM = "/usr/bin/chromium"
SIZES = {1440: 900, 768: 900, 360: 740}
MOST_BYTES = 200_000
READY_SECONDS = 60


@dataclass(frozen=True)
class Place:
    """Where the servers are: the chat, the stand-in, the site that carries the widget."""

    chat: str
    sandbox: str
    site: str
    server: subprocess.Popen[bytes]

    def script(self, match: str, text: str, token_delay: float = 0.0) -> None:
        """The model answers the next question that has ``match`` in it so."""
        body = {"kind": "answer", "match": match, "text": text, "token_delay": token_delay}
        httpx2.post(f"{self.sandbox}/sandbox/api/model", json=body, trust_env=False).raise_for_status()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(url: str) -> None:
    end = time.monotonic() + READY_SECONDS
    while not answers(url):
        if time.monotonic() > end:
            raise SystemExit(f"{url} does not answer")
        time.sleep(0.1)


def answers(url: str) -> bool:
    try:
        return httpx2.get(url, trust_env=False).is_success
    except httpx2.HTTPError:
        return False


@contextmanager
def running(folder: Path) -> Iterator[Place]:
    chat, sandbox, site = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
    settings = {
        "PORT": chat.rpartition(":")[2],
        "ALLOWED_ORIGINS": site,
        "VK_GROUP_ID": "229000001",
        "VK_ACCESS_TOKEN": "sandbox",
        "VK_SECRET": "sandbox-secret",
        "VK_API_URL": sandbox,
        "OPENAI_API_KEY": "sandbox",
        "OPENAI_BASE_URL": f"{sandbox}/v1",
    }
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"} | settings
    callback = ["--callback-url", f"{chat}/ego18/vk-callback2"]
    commands = [["sandbox", "--port", sandbox.rpartition(":")[2], *callback], ["serve"]]
    with (folder / "console").open("wb") as console:
        servers = [
            subprocess.Popen([OTKLIK, *command], cwd=folder, env=environment, stdout=console, stderr=console)
            for command in commands
        ]
        try:
            wait_for(f"{sandbox}/")
            wait_for(f"{chat}/health/ready")
            employ(folder, environment)
            with serving(site, HOST_PAGE.format(chat=chat)):
                yield Place(chat, sandbox, site, servers[1])
        finally:
            for server in servers:
                server.terminate()
                server.wait(60)


@contextmanager
def serving(url: str, page: str) -> Iterator[None]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(url.rpartition(":")[2])), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


async def keep(page: Page, name: str) -> None:
    await page.wait_for_timeout(400)
    path = IMAGES / f"{name}.png"
    await page.screenshot(path=path)
    size = path.stat().st_size
    print(f"{path.name}: {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is too large")


async def look(browser: Browser, width: int = 1100, scheme: str = "light", locale: str = "ru-RU") -> BrowserContext:
    viewport = {"width": width, "height": SIZES.get(width, 760)}
    return await browser.new_context(viewport=viewport, color_scheme=scheme, locale=locale, timezone_id="Europe/Moscow")


async def visit(context: BrowserContext, place: Place) -> Page:
    page = await context.new_page()
    await page.goto(place.chat)
    await page.wait_for_selector('#connection[data-state="online"]')
    return page


async def ask(page: Page, text: str) -> None:
    finished = page.locator('.message[data-author="assistant"]:not([aria-busy])')
    before = await finished.count()
    await page.fill("#composer-text", text)
    await page.keyboard.press("Enter")
    await finished.nth(before).wait_for()


async def converse(place: Place, page: Page, words: dict[str, str]) -> None:
    place.script(words["question"], words["answer"])
    place.script(words["second"], words["code"])
    await ask(page, words["question"])
    await ask(page, words["second"])


async def picture_the_page(browser: Browser, place: Place) -> None:
    for width in SIZES:
        for scheme in ("light", "dark"):
            context = await look(browser, width, scheme)
            page = await visit(context, place)
            await converse(place, page, RUSSIAN)
            await keep(page, f"chat-{width}-{scheme}")
            await context.close()
    context = await look(browser, 1440, "light", "en-US")
    page = await visit(context, place)
    await keep(page, "empty")
    await converse(place, page, ENGLISH)
    await keep(page, "chat-english")
    await context.close()


async def picture_the_states(browser: Browser, place: Place) -> None:
    context = await look(browser)
    page = await visit(context, place)
    await converse(place, page, RUSSIAN)
    await page.click("#sign-in")
    await page.click("#auth-switch")
    await page.fill('#auth-form [name="login"]', "anna")
    await page.fill('#auth-form [name="password"]', "correct horse 9")
    await page.click("#auth-submit")
    await page.click("#person")
    await keep(page, "account")
    await page.keyboard.press("Escape")
    await page.click("#conversations")
    await page.fill("#search", "занятие")
    await page.wait_for_selector("mark")
    await keep(page, "search")
    await page.click("#conversations-close")
    place.script("долго", "Обжиг идёт в три шага. " * 8, 0.15)
    await page.fill("#composer-text", "Почему обжиг такой долгий, долго ждать?")
    await page.keyboard.press("Enter")
    await page.wait_for_selector('.message[data-state="writing"]')
    await page.wait_for_timeout(1_500)
    await keep(page, "writing")
    place.server.kill()
    await page.fill("#composer-text", "Связи нет, а вопрос есть")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#offline")
    await keep(page, "offline")
    await context.close()


async def picture_the_widget(browser: Browser, place: Place) -> None:
    context = await look(browser)
    page = await context.new_page()
    await page.goto(place.site)
    await page.click("otklik-widget .launcher")
    frame = page.frame_locator("otklik-widget iframe")
    await frame.locator('#connection[data-state="online"]').wait_for()
    place.script("виджет", RUSSIAN["answer"])
    await page.keyboard.type("Где стоит этот виджет и как записаться?")
    await page.keyboard.press("Enter")
    await frame.locator('.message[data-author="assistant"]:not([aria-busy])').wait_for()
    await keep(page, "widget")
    await context.close()


async def ask_for_a_person(browser: Browser, place: Place) -> None:
    """For the console: a conversation in which somebody waits."""
    context = await look(browser)
    page = await visit(context, place)
    await converse(place, page, RUSSIAN)
    await page.fill("#composer-text", "/operator хочу записаться сегодня")
    await page.keyboard.press("Enter")
    await page.wait_for_selector('.message[data-author="system"]')
    await context.close()


async def picture_the_wall(browser: Browser, place: Place) -> None:
    context = await look(browser)
    page = await context.new_page()
    await page.goto(place.sandbox)
    await page.locator(".post form.comment-form textarea").first.fill("Сколько стоит занятие?")
    await page.keyboard.press("Enter")
    await page.wait_for_selector('.replies .comment[data-author="community"] .text')
    await keep(page, "sandbox")
    await context.close()


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as place:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            await picture_the_page(browser, place)
            await picture_the_widget(browser, place)
            await picture_the_wall(browser, place)
            await ask_for_a_person(browser, place)
            await picture_the_console(browser, place.chat, look=look, keep=keep, widths=list(SIZES))
            await picture_the_states(browser, place)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
