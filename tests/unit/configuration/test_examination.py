from pathlib import Path
from typing import Any

import pytest

from adapters.inbound.finding import Finding
from adapters.outbound.database.migrate import upgrade
from configuration.examination.examine import examine
from configuration.examination.words import PARTS, WORDS
from configuration.settings import Settings

NOBODY = "http://127.0.0.1:1"


async def look(tmp_path: Path, lang: str = "en", **overrides: Any) -> dict[str, Finding]:
    values = {"database_url": f"sqlite:///{tmp_path}/otklik.db", "log_dir": tmp_path / "log", **overrides}
    return {finding.part: finding for finding in await examine(Settings(**values), lang)}


async def test_finds_nothing_fatal_when_nothing_is_set(tmp_path: Path) -> None:
    found = await look(tmp_path)

    assert set(found) == {"settings", "database", "clock", "redis", "logs", "prompts", "VK", "model", "notifier"}
    assert not any(finding.is_fatal for finding in found.values())
    assert found["database"].says == "is made at the first start"


async def test_database_is_good_when_its_schema_is_up_to_date(tmp_path: Path) -> None:
    await upgrade(f"sqlite:///{tmp_path}/otklik.db")

    assert (await look(tmp_path))["database"].says.startswith("answers: SQLite 3.")


@pytest.mark.parametrize(
    ("overrides", "part", "says"),
    [
        ({"database_url": "mysql://u:canary@127.0.0.1:1/d"}, "database", "does not answer"),
        ({"database_url": "oracle://u:canary@h/d"}, "database", "database URL: unknown kind"),
        ({"log_dir": Path("/proc/nowhere")}, "logs", "cannot write to the directory"),
        ({"transcript_dir": Path("/proc/nowhere")}, "transcripts", "cannot write to the directory"),
        ({"prompts_dir": Path("/nowhere")}, "prompts", ""),
        (
            {"vk_group_id": 1, "vk_access_token": "canary", "vk_secret": "canary", "vk_api_url": NOBODY},
            "VK",
            "groups.getTokenPermissions: no answer",
        ),
        ({"openai_api_key": "canary", "openai_base_url": f"{NOBODY}/v1"}, "model", "gpt-4o-mini: unavailable"),
    ],
)
async def test_says_what_to_look_at_when_a_part_does_not_work(
    tmp_path: Path, overrides: dict[str, Any], part: str, says: str
) -> None:
    found = await look(tmp_path, **overrides)

    assert found[part].is_fatal
    assert found[part].says.startswith(says)
    assert "canary" not in str(found)
    assert found[part].advice


@pytest.mark.parametrize(
    ("overrides", "part"),
    [
        ({"redis_url": "redis://:canary@127.0.0.1:1"}, "redis"),
        ({"notifier_url": "ws://user:canary@127.0.0.1:1/"}, "notifier"),
    ],
)
async def test_what_is_waited_for_is_doubtful_only(tmp_path: Path, overrides: dict[str, Any], part: str) -> None:
    found = await look(tmp_path, **overrides)

    assert (found[part].is_good, found[part].is_fatal) == (False, False)
    assert found[part].advice
    assert "canary" not in str(found)


async def test_speaks_russian(tmp_path: Path) -> None:
    assert (await look(tmp_path, "ru"))["database"].says == "будет создана при первом запуске"


def test_says_everything_in_both_languages() -> None:
    assert WORDS["ru"].keys() == WORDS["en"].keys()
    assert all(says.count("|") == WORDS["en"][key].count("|") for key, says in WORDS["ru"].items())
    assert set(PARTS) == set(WORDS)
