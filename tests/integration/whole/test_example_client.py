"""The client of examples/, which docs/chat-protocol.md leads to: it holds what the page says."""

import asyncio
import sys
from pathlib import Path

from examples.chat_client import Chat
from tests.integration.whole.chat_client import socket_url
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient
from tests.integration.whole.waiting import until

EXAMPLE = Path(__file__).parents[3] / "examples" / "chat_client.py"


def test_fits_on_a_page() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 60


async def test_answers_and_commands_come_in_order_when_asked(house: House, vk: SandboxClient) -> None:
    await vk.model("answer", match="раз", text="Ответ первый: раз, два и три.")
    await vk.model("answer", match="два", text="Ответ второй.")
    chat = Chat(socket_url(house))

    assert await chat.ask("Вопрос раз") == "Ответ первый: раз, два и три." == chat.text
    assert (await chat.ask("/help")).count("/") > 5
    assert await chat.ask("Вопрос два") == "Ответ второй." == chat.text
    assert await chat.ask(" ") == "error: Пустое сообщение"
    assert chat.seq == 6


async def test_answer_comes_when_the_server_was_killed_in_the_middle(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(LEASE_SECONDS="1")
    await house.restart()
    await vk.model("answer", match="медленно", text="слово " * 30, token_delay=0.1)
    chat = Chat(socket_url(house))
    asking = asyncio.create_task(chat.ask("Расскажите медленно"))

    async def is_shown() -> str:
        return chat.text

    await until(is_shown, "the first words")
    house.kill()
    await vk.model("answer", match="медленно", text="Всё сначала.")
    await house.restart()

    assert await asking == "Всё сначала." == chat.text


async def test_program_prints_the_answer(house: House, vk: SandboxClient) -> None:
    await vk.model("answer", match="печать", text="Напечатано.")
    command = [sys.executable, "-m", "examples.chat_client", socket_url(house), "Проверим печать"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=EXAMPLE.parents[1])
    out, _ = await process.communicate()

    assert (process.returncode, out.decode()) == (0, "Напечатано.\n")
