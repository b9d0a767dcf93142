"""``otklik doctor`` beside a running server, against the stand-in VK and model."""

import json
from typing import Any

from tests.integration.whole.conftest import OpenHouse
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient


async def parts(house: House, **settings: str) -> dict[str, dict[str, Any]]:
    ran = await house.command("doctor", "--json", **settings)
    return {part["part"]: part for part in json.loads(ran.out)} | {"exit": {"code": ran.code}}


async def test_finds_all_well_once_vk_is_set_up(open_house: OpenHouse, vk: SandboxClient) -> None:
    house = open_house(VK_CALLBACK_PATH="/hook-of-the-doctor")
    await house.restart()

    before = await parts(house)
    await house.command("vk", "setup", "--url", house.url, "--title", "doctor", "--yes")
    after = await parts(house)

    assert (before["exit"]["code"], before["callback"]["ok"], before["callback"]["fatal"]) == (0, False, False)
    assert "vk setup" in before["callback"]["advice"]
    assert after.pop("exit") == {"code": 0}
    assert [part for part in after.values() if not part["ok"]] == []


async def test_exits_with_1_when_the_token_is_wrong(open_house: OpenHouse, vk: SandboxClient) -> None:
    found = await parts(open_house(VK_ACCESS_TOKEN="a-wrong-one"))

    assert found["exit"]["code"] == 1
    assert found["VK"]["fatal"]
    assert "a-wrong-one" not in str(found)
