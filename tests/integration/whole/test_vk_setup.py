"""``otklik vk setup`` as the owner runs it, against the stand-in VK."""

import json

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.sandbox_client import SandboxClient


async def test_registers_the_running_server_so_that_events_come(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house()
    await house.restart()

    dry = await house.command("vk", "setup", "--url", house.url, "--dry-run", "--json")
    first = await house.command("vk", "setup", "--url", house.url, "--title", "whole", "--json", LANG="ru_RU.UTF-8")
    again = await house.command("vk", "setup", "--url", house.url, "--json")

    told = [json.loads(ran.out) for ran in (dry, first, again)]
    assert [ran.code for ran in (dry, first, again)] == [0, 0, 0], (first.err, again.err)
    assert [(each["adds"], each["status"]) for each in told] == [(True, None), (True, "ok"), (False, "ok")]
    assert told[0]["ticks"] == told[1]["ticks"]
    assert (told[2]["ticks"], told[2]["unticks"], told[2]["server_id"]) == ([], [], told[1]["server_id"])


async def test_says_what_is_missing_in_one_line(open_house: OpenHouse) -> None:
    house = open_house(VK_GROUP_ID="", VK_ACCESS_TOKEN="", VK_SECRET="")

    ran = await house.command("vk", "setup", "--url", house.url)

    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert "VK_GROUP_ID" in ran.err


async def test_keeps_a_secret_that_it_made(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(VK_SECRET="")

    ran = await house.command("vk", "setup", "--url", "http://127.0.0.1:1", "--title", "nobody")

    assert ran.code == 1
    file = house.folder / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    kept = file.read_text(encoding="utf-8")
    assert kept.startswith("VK_SECRET=")
    assert kept.strip().partition("=")[2] not in ran.out
