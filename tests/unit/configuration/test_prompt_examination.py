from pathlib import Path
from typing import Any

import pytest

from configuration.examination.prompts import examine_prompts
from configuration.settings import Settings
from domain.channel import Channel


def test_tells_the_length_of_each_prompt_that_is_shipped() -> None:
    found = examine_prompts(Settings())

    assert {each.channel for each in found} == set(Channel)
    assert all(each.problem is None and each.length for each in found)


def test_says_what_is_wrong_with_each_file(tmp_path: Path) -> None:
    (tmp_path / "vk_post.md").write_text("  Привет!\n", encoding="utf-8")
    (tmp_path / "vk_comment.md").write_bytes(b"\xff")
    (tmp_path / "vk_message.md").touch()

    found = {each.channel: each for each in examine_prompts(Settings(prompts_dir=tmp_path))}

    assert (found[Channel.VK_POST].length, found[Channel.VK_POST].problem) == (7, None)
    assert found[Channel.VK_COMMENT].problem == "not UTF-8 at byte 0"
    assert found[Channel.VK_MESSAGE].problem == "the file is empty"
    assert found[Channel.SITE_CHAT].problem == "the file is missing"
    assert found[Channel.SITE_CHAT].file == tmp_path / "site_chat.md"


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("VK_ACCESS_TOKEN", {"vk_access_token": "t0ken-of-vk"}),
        ("VK_SECRET", {"vk_secret": "t0ken-of-vk"}),
        ("VK_SERVICE_TOKEN", {"vk_service_token": "t0ken-of-vk"}),
        ("OPENAI_BASE_URL", {"openai_base_url": "https://u:t0ken-of-vk@model.example/v1"}),
        ("OPENAI_API_KEY", {"openai_api_key": "t0ken-of-vk"}),
        ("SECRET_KEY", {"secret_key": "t0ken-of-vk"}),
        ("DATABASE_URL", {"database_url": "mysql://otklik:t0ken-of%2Dvk@127.0.0.1:3306/otklik"}),
        ("REDIS_URL", {"redis_url": "redis://:t0ken-of-vk@127.0.0.1"}),
    ],
)
def test_finds_each_secret_of_the_configuration_and_repeats_none(
    tmp_path: Path, name: str, settings: dict[str, Any]
) -> None:
    (tmp_path / "vk_post.md").write_text("Отвечай.\n\nПароль: t0ken-of-vk\n", encoding="utf-8")

    found = {each.channel: each for each in examine_prompts(Settings(prompts_dir=tmp_path, **settings))}

    assert found[Channel.VK_POST].problem == f"line 3 holds the secret of {name}: take it out and change it"
