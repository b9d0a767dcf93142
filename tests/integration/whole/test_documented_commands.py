"""Every command that the READMEs and the docs name is run as it stands there, or it is said here why it is not."""

import asyncio
import subprocess
from typing import Final

import pytest

from tests.documents import ROOT, documented_commands
from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House, Ran
from tests.integration.whole.sandbox_client import SandboxClient

AT_ONCE: Final = 3
NOBODYS_ID: Final = "0190a1b2-0000-7000-8000-000000000000"
FIVE_ANSWERS: Final = "229000001\na-token\n\nsk-a-key\n\n"

ANSWERS: Final = {"otklik people create-operator": "a-long-password-of-anna\n", "otklik vk setup": "y\n"}

NOT_RUN: Final = {
    "otklik serve": "every other command here runs beside a server that was started so",
    "otklik turns replay --since 2026-11-01 --prompt FILE --model NAME": "test_replay.py does, on a turn that is there",
    "otklik logs --follow": "does not end by itself; tests/unit/adapters/inbound/cli/test_logs.py follows",
}
NAMED_ONLY: Final = {
    *("otklik backup", "otklik drafts approve", "otklik drafts edit", "otklik drafts reject", "otklik drafts show"),
    *("otklik events replay", "otklik people erase", "otklik people export", "otklik people sessions"),
    *("otklik turns retry", "otklik vk setup", "otklik answering limit", "otklik knowledge index"),
    *("otklik knowledge search", "otklik knowledge used"),
}
"""Stand in a sentence without what they act on: their help is asked for instead."""
NOT_RUN_BECAUSE: Final = {
    "pipx ": "there is no pipx; test_wheel.py installs the same wheel",
    "docker ": "there is no container engine; test_deploy.py reads what it would be given",
    "python3 -m venv /opt": "needs a machine of its own; test_wheel.py does the same in a plain folder",
    "/opt/otklik/": "the same",
    "install -": "needs a machine with systemd; test_deploy.py reads the unit",
}
"""By how the line begins."""


def reason_not_to_run(command: str) -> str | None:
    begins = [reason for beginning, reason in NOT_RUN_BECAUSE.items() if command.startswith(beginning)]
    return NOT_RUN.get(command) or (begins[0] if begins else None)


def filled(command: str, house: House) -> list[str]:
    """The words after ``otklik``, with something in the place of each placeholder."""
    instead = {"ID": NOBODYS_ID, "TEXT": "Другие слова", "LOGIN": "anna", "ЛОГИН": "nina", "FILE": "kept.gz"}
    instead |= {"CHANNEL": "site_chat", "NUMBER": "0", "TURN": NOBODYS_ID}
    instead |= dict.fromkeys(("https://your.site", "https://ваш.сайт"), house.url)
    words = [instead.get(word, word) for word in command.split(" ")[1:]]
    return [*words, "--help"] if command in NAMED_ONLY else words


def complaint(command: str, ran: Ran) -> str | None:
    """What is wrong with how it ended: an id that is nobody's is refused in a line, everything else works."""
    expected = {1} if "ID" in command.split(" ") and "--turn" not in command else {0}
    if ran.code in expected and "Traceback" not in ran.err:
        return None
    return f"{command}: exit code {ran.code}: {ran.out}{ran.err}"


def test_each_is_run_or_has_a_reason() -> None:
    commands = documented_commands()

    runnable = [command for command in commands if command.startswith(("otklik ", "make "))]
    unexplained = [command for command in commands if command not in runnable and reason_not_to_run(command) is None]

    assert unexplained == []
    assert [command for command in {*NOT_RUN, *NAMED_ONLY} if command not in commands] == []
    assert [start for start in NOT_RUN_BECAUSE if not any(command.startswith(start) for command in commands)] == []


@pytest.mark.parametrize("command", [command for command in documented_commands() if command.startswith("make ")])
def test_make_knows_what_to_do(command: str) -> None:
    """They build, test or measure for minutes: what they would do is asked for, not done."""
    asked = command.replace("make ", "make --dry-run ", 1)

    known = subprocess.run(asked, shell=True, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S602 - ours

    assert known.returncode == 0, known.stderr


@pytest.mark.timeout(300)
async def test_each_does_what_is_said_beside_a_running_server(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(RETENTION_DAYS="90")
    await house.restart()
    await vk.send_events_to(house)
    post_id = await vk.post()
    await vk.answer(post_id, to=await vk.comment(post_id, "Сколько стоит занятие?"))
    commands = [command for command in documented_commands() if command.startswith("otklik ")]
    few = asyncio.Semaphore(AT_ONCE)

    async def run(command: str) -> str | None:
        asked = [answer for beginning, answer in ANSWERS.items() if command.startswith(beginning)]
        async with few:
            return complaint(command, await house.command(*filled(command, house), stdin="".join(asked)))

    apart = {"otklik init", "otklik restore FILE"}
    found = await asyncio.gather(*(run(each) for each in commands if each not in apart and each not in NOT_RUN))
    restored = await house.command("restore", "kept.gz", DATABASE_URL="sqlite:///var/restored.db")
    elsewhere = open_house(VK_GROUP_ID="", VK_ACCESS_TOKEN="", VK_SECRET="", OPENAI_API_KEY="", OPENAI_BASE_URL="")
    asked = await elsewhere.command("init", stdin=FIVE_ANSWERS)

    assert await house.stopped() == 0
    assert [each for each in found if each] == []
    assert restored.code == 0, restored.err
    assert asked.code == 0, asked.err
    assert (elsewhere.folder / ".env").stat().st_mode & 0o777 == 0o600
