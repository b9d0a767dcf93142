from pathlib import Path

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
