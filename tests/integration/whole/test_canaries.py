"""What must never be shown is looked for in everything that a real server and its commands leave behind."""

import asyncio
import json
from pathlib import Path
from typing import Final

import httpx2
import pytest

from tests.integration.outbound.scripted_server import Exchange, scripted_server
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import CALLBACK_PATH, GROUP, MODEL_KEY, VK_SECRET, VK_TOKEN, House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

SECRET_KEY: Final = "canary-of-the-key-0123456789abcdef-0123456789"
SERVICE_TOKEN: Final = "canary-of-the-service-token"
REDIS_PASSWORD: Final = "canary-of-redis"
NOTIFIER_PASSWORD: Final = "canary-of-the-notifier"
SECRETS: Final = (VK_TOKEN, VK_SECRET, MODEL_KEY, SECRET_KEY, SERVICE_TOKEN, REDIS_PASSWORD, NOTIFIER_PASSWORD)
COMMANDS: Final = (
    *(("doctor",), ("doctor", "--lang", "ru"), ("turns", "list"), ("events", "list"), ("notifications", "list")),
    *(
        ("prompts", "check"),
        ("people", "list"),
        ("balance", "check"),
        ("vk", "setup", "--url", "http://x", "--dry-run"),
    ),
    *(("logs",), ("deadlines", "list"), ("people", "sessions")),
)


async def repeat_all(exchange: Exchange) -> None:
    """A server that refuses, and in its complaint gives back all it was told, as some do."""
    told = f"Incorrect API key provided: {exchange.head} {exchange.body}"
    vk = {"error_code": 5, "error_msg": told, "request_params": [{"key": "access_token", "value": told}]}
    error = vk if "/method/" in exchange.head else {"message": told, "type": "invalid_request_error"}
    status = "200 OK" if "/method/" in exchange.head else "401 Unauthorized"
    await exchange.reply(json.dumps({"error": error}).encode(), status=status)


@pytest.mark.parametrize("broken", ["OPENAI_BASE_URL", "VK_API_URL"])
async def test_secrets_are_nowhere_when_everything_goes_wrong(
    open_house: OpenHouse, vk: SandboxClient, broken: str
) -> None:
    async with scripted_server(repeat_all) as echo:
        house = open_house(
            **{broken: echo.url},
            SECRET_KEY=SECRET_KEY,
            VK_SERVICE_TOKEN=SERVICE_TOKEN,
            REDIS_URL=f"redis://:{REDIS_PASSWORD}@127.0.0.1:1",
            NOTIFIER_URL=f"ws://user:{NOTIFIER_PASSWORD}@127.0.0.1:1/",
            LOG_LEVEL="DEBUG",
        )
        await house.restart()
        await vk.send_events_to(house)
        await vk.comment(await vk.post(), "Почём занятие?")
        async with visiting(house) as visitor:
            await visitor.hello()
            await visitor.say("m1", "Где вы?")
            await visitor.send("login", login="anna", password="wrong words")
            await visitor.until("error")
        answers = await knock_wrongly(house)

        async def was_told() -> bool:
            return len(echo.requests) > 0 and any(line["level"] != "info" for line in house.logged())

        await until(was_told, "the server that repeats all to be asked")
        shown = [*answers, *await asyncio.gather(*(said(house, *command) for command in COMMANDS))]
        await house.stopped()

    shown += [json.dumps(frame) for frame in visitor.frames]
    assert found_in(house, SECRETS, shown) == []


async def knock_wrongly(house: House) -> list[str]:
    """What a stranger is answered at every address that takes something."""
    wrong = [
        b"not json",
        b"{" * 100,
        json.dumps({"type": "message_new", "group_id": GROUP, "secret": "wrong", "object": {}}).encode(),
        json.dumps({"type": "message_new", "group_id": 1, "secret": VK_SECRET, "object": {}}).encode(),
        json.dumps({"type": "message_new", "group_id": GROUP, "secret": VK_SECRET, "object": {"message": 1}}).encode(),
    ]
    async with httpx2.AsyncClient(base_url=house.url, trust_env=False) as http:
        posted = [await http.post(CALLBACK_PATH, content=body) for body in wrong]
        paths = ("/", "/embed", "/metrics", "/health/ready", "/deadlines.ics", "/schema/openapi.json", "/nowhere")
        asked = [await http.get(path) for path in paths]
    return [f"{answer.headers} {answer.text}" for answer in (*posted, *asked)]


async def said(house: House, *command: str) -> str:
    ran = await house.command(*command)
    assert "Traceback" not in ran.err
    return ran.out + ran.err


def found_in(house: House, canaries: tuple[str, ...], shown: list[str]) -> list[str]:
    """Where each was found: in what was shown, on the terminal, in any file of the server's folder."""
    places = {f"shown {number}": text.encode() for number, text in enumerate(shown)}
    places |= {str(path.relative_to(house.folder)): path.read_bytes() for path in files_of(house)}
    return [f"{canary} in {place}" for canary in canaries for place, held in places.items() if canary.encode() in held]


def files_of(house: House) -> list[Path]:
    return [path for path in sorted(house.folder.rglob("*")) if path.is_file()]


TEXT: Final = "canary-of-a-text"
PASSWORD: Final = "canary-of-a-password-7341"
CHANGED: Final = "canary-of-another-password-7341"


async def test_what_people_say_and_sign_in_with_is_in_no_log_and_no_password_anywhere(
    open_house: OpenHouse, vk: SandboxClient
) -> None:
    house = open_house(LOG_LEVEL="DEBUG")
    await house.restart()
    await vk.send_events_to(house)
    person = stranger()
    await vk.say(f'Почём? {TEXT}\r\n\x1b[31m{{"level": "error"}}', by=person)
    await vk.message_to(person)
    await vk.say(f"/login anna {PASSWORD}", by=person)
    await vk.message_to(person, number=2)
    async with visiting(house) as visitor:
        tokens = [(await visitor.hello())["token"]]
        await visitor.say("m1", f"Где вы? {TEXT}")
        tokens.append((await visitor.ask("register", login="anna", password=PASSWORD))["token"])
        changed = await visitor.ask("change_password", password=PASSWORD, new_password=CHANGED)
        tokens.append(changed["token"])
        await visitor.say("m2", f"/login anna {PASSWORD}")
        await visitor.say("m3", f"/lgoin anna {CHANGED}")
    shown = [await said(house, *command) for command in (("logs",), ("people", "list"), ("people", "sessions"))]
    await house.stopped()

    logs = [json.dumps(house.logged()), house.console(), *shown]
    assert [text for text in (TEXT, "\x1b") if any(text in log for log in logs)] == []
    assert found_in(house, (PASSWORD, CHANGED, *tokens), shown) == []
    assert {line["level"] for line in house.logged()} <= {"debug", "info", "warning"}
