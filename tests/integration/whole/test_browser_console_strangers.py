"""Neither a stranger nor an ordinary signed-in user gets anything of the console: no page, no form, no socket."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from litestar.handlers import HTTPRouteHandler
from playwright.async_api import APIResponse, Page, expect

from configuration.console import create_console_handlers
from tests.integration.whole.browser import answers, browsing, look, register, say, visit
from tests.integration.whole.house import House
from tests.integration.whole.operator import employ
from tests.unit.configuration.assembly import House as Assembly
from tests.unit.configuration.assembly import make_settings

SECRET: Final = "Тайна-этого-разговора"
PASSWORD: Final = "correct horse 9"
OPEN_TO_ALL: Final = {"/console/sign-in", "/console/language"}
LISTEN: Final = """([mark, page]) => new Promise((resolve) => {
    const heard = [];
    const socket = new WebSocket(`/console/live?mark=${mark}&page=${encodeURIComponent(page)}`);
    socket.onopen = () => heard.push("open");
    socket.onmessage = (event) => heard.push(event.data);
    socket.onclose = () => resolve(heard);
})"""
"""What the console's socket says to a page of our own origin."""


def addresses() -> Iterator[tuple[str, str]]:
    """Method and path of everything that the console answers, as the server itself is put together."""
    container = Assembly().container
    for handler in create_console_handlers(container, make_settings()):
        if isinstance(handler, HTTPRouteHandler):
            yield from ((str(method), path) for path in handler.paths for method in handler.http_methods)


ADDRESSES: Final = sorted({(method, path) for method, path in addresses() if method in {"GET", "POST", "DELETE"}})


@pytest.fixture
async def house(first_run: House) -> House:
    await employ(first_run)
    return first_run


def filled_in(turn: dict[str, Any], path: str) -> str:
    """A path in which ids of what there is stand for its names."""
    known = {"id": turn["conversation_id"], "turn": turn["id"], "person": turn["id"], "channel": "site_chat"}
    if path.startswith("/console/turns"):
        known["id"] = turn["id"]
    return re.sub(r"\{(\w+):\w+\}", lambda found: known.get(found[1], "1"), path)


async def ask(page: Page, url: str, method: str) -> APIResponse:
    """With whatever the browser has, from a page of our own origin."""
    form: dict[str, str | float | bool] = {
        "text": "x",
        "key": "00000000-0000-0000-0000-000000000000",
        "amount": "5",
        "reason": "x",
    }
    return await page.context.request.fetch(
        url,
        method=method,
        form=form if method == "POST" else None,
        headers={"Origin": "/".join(url.split("/")[:3])},
        max_redirects=0,
    )


async def judge(page: Page, house: House) -> None:
    """Nothing is told and nothing is done, whichever address is asked."""
    before, [turn] = await house.books(), await house.ask("turns", "list", "--limit", "1")
    for method, path in ADDRESSES:
        answer = await ask(page, f"{house.url}{filled_in(turn, path)}", method)
        told = await answer.text()
        assert SECRET not in told, (method, path)
        if path in OPEN_TO_ALL:
            continue
        if path.startswith("/api/"):
            assert answer.status == 401, (method, path)
        else:
            assert answer.status == 303, (method, path, answer.status)
            assert answer.headers["location"].startswith("/console/sign-in"), (method, path)
    assert await house.books() == before
    assert await page.evaluate(LISTEN, ["x", "/console"]) == []


async def test_console_has_the_addresses_that_are_asked() -> None:
    paths = {path for _, path in ADDRESSES}

    assert {"/console", "/console/balance", "/console/turns/{id:str}", "/console/answering/stop"} <= paths
    assert len(paths) > 30


async def test_stranger_gets_nothing_from_any_address(house: House) -> None:
    async with browsing() as browser:
        page = (await look(browser)).page
        await visit(page, house)
        await say(page, f"{SECRET}?")
        await expect(answers(page)).to_have_count(1)

        await judge(page, house)


async def test_signed_in_user_gets_nothing_from_any_address(house: House) -> None:
    async with browsing() as browser:
        page = (await look(browser)).page
        await visit(page, house)
        await register(page, "marina", PASSWORD)
        await say(page, f"{SECRET}?")
        await expect(answers(page)).to_have_count(1)
        token = await page.evaluate("localStorage['otklik.token']")
        assert token

        await judge(page, house)
        # Their own token, valid in the chat, in the console's cookie.
        cookie = token.strip('"')
        await page.context.add_cookies([{"name": "otklik_console", "value": cookie, "url": house.url}])
        await judge(page, house)


async def test_signed_in_user_cannot_sign_in_to_the_console(house: House) -> None:
    async with browsing() as browser:
        page = (await look(browser)).page
        await visit(page, house)
        await register(page, "nina", PASSWORD)
        await page.goto(f"{house.url}/console")
        await page.fill('input[name="login"]', "nina")
        await page.fill('input[name="password"]', PASSWORD)
        await page.keyboard.press("Enter")

        await expect(page.locator("#problem")).to_have_text("Логин или пароль не подходят")
        assert await page.context.cookies() == []
