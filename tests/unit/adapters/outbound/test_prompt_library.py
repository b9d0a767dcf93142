import os
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.outbound.prompt_library import FilePromptLibrary, PromptError, prompt_path, read_prompt
from domain.channel import Channel
from domain.prompt import MAX_BYTES
from tests.contracts.prompt_library import EditedLibrary, PromptLibraryContract

OURS = Path(__file__).parents[4] / "prompts"
SECRETS = {"VK_SECRET": "a-secret-of-vk"}
FILES = ["vk_post.md", "vk_comment.md", "vk_message.md", "site_chat.md"]


def become_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "missing"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "blank": (lambda path: path.write_bytes(b"\xef\xbb\xbf \n\t\r\n"), "empty"),
    "latin": (lambda path: path.write_bytes("Отвечай".encode("cp1251")), "not UTF-8 at byte 0"),
    "large": (lambda path: path.write_bytes(b"x" * (MAX_BYTES + 1)), "larger than 64 KiB"),
    "secret": (
        lambda path: path.write_text("Отвечай.\nКлюч: a-secret-of-vk.\n", encoding="utf-8"),
        "line 2 holds the secret of VK_SECRET",
    ),
    "directory": (become_directory, "cannot be read"),
}
bad = pytest.mark.parametrize(("spoil", "reason"), BAD.values(), ids=BAD)


class EditedFiles(EditedLibrary):
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        for channel in Channel:
            self.path(channel).write_text(f"Промпт: {channel}.\n", encoding="utf-8")
        self.problems: list[str] = []
        self.time = 0.0
        self.library = FilePromptLibrary(
            directory, secrets=SECRETS, on_problem=self.problems.append, monotonic=lambda: self.time
        )

    def path(self, channel: Channel) -> Path:
        return prompt_path(self.directory, channel)

    def edit(self, channel: Channel, text: str) -> None:
        self.path(channel).write_text(text, encoding="utf-8")
        self.time += 1.0


class TestFilePromptLibrary(PromptLibraryContract):
    @pytest.fixture
    def edited(self, tmp_path: Path) -> EditedFiles:
        return EditedFiles(tmp_path)

    def test_files_are_named_after_the_channels(self, tmp_path: Path) -> None:
        assert [prompt_path(tmp_path, channel).name for channel in Channel] == FILES

    def test_text_comes_without_white_space_around_it(self, edited: EditedFiles) -> None:
        edited.edit(Channel.VK_POST, "\ufeff\n  Отвечай.\nКоротко.\n\n")

        assert edited.library.prompt(Channel.VK_POST) == "Отвечай.\nКоротко."

    def test_largest_file_is_taken(self, edited: EditedFiles) -> None:
        edited.edit(Channel.VK_POST, "x" * MAX_BYTES)

        assert edited.library.prompt(Channel.VK_POST) == "x" * MAX_BYTES

    @bad
    @pytest.mark.parametrize("name", FILES)
    def test_start_is_refused_when_a_file_is_bad(
        self, edited: EditedFiles, name: str, spoil: Callable[[Path], object], reason: str
    ) -> None:
        spoil(edited.directory / name)

        with pytest.raises(PromptError) as caught:
            FilePromptLibrary(edited.directory, secrets=SECRETS, on_problem=edited.problems.append)

        assert caught.value.path.name == name
        assert name in str(caught.value)
        assert reason in str(caught.value)

    @bad
    def test_last_good_text_stays_when_a_file_becomes_bad(
        self, edited: EditedFiles, spoil: Callable[[Path], object], reason: str
    ) -> None:
        good = edited.library.prompt(Channel.SITE_CHAT)
        spoil(edited.path(Channel.SITE_CHAT))

        for _ in range(5):
            edited.time += 1.0
            assert edited.library.prompt(Channel.SITE_CHAT) == good

        assert len(edited.problems) == 1
        assert "site_chat.md" in edited.problems[0]
        assert reason in edited.problems[0]

    def test_new_text_counts_when_a_file_has_become_good_again(self, edited: EditedFiles) -> None:
        edited.path(Channel.SITE_CHAT).unlink()
        edited.time += 1.0
        edited.library.prompt(Channel.SITE_CHAT)

        edited.edit(Channel.SITE_CHAT, "Снова здесь.")

        assert edited.library.prompt(Channel.SITE_CHAT) == "Снова здесь."
        assert len(edited.problems) == 1

    def test_one_bad_file_does_not_hold_up_the_others(self, edited: EditedFiles) -> None:
        edited.path(Channel.VK_POST).unlink()
        edited.edit(Channel.SITE_CHAT, "Другой текст.")

        assert edited.library.prompt(Channel.SITE_CHAT) == "Другой текст."

    def test_nothing_is_looked_at_when_less_than_a_second_has_passed(self, edited: EditedFiles) -> None:
        before = edited.library.prompt(Channel.VK_POST)
        edited.path(Channel.VK_POST).write_text("Рано.", encoding="utf-8")
        edited.time += 0.9

        assert edited.library.prompt(Channel.VK_POST) == before

    def test_change_is_seen_when_size_and_time_are_the_same(self, edited: EditedFiles, tmp_path: Path) -> None:
        path = edited.path(Channel.VK_POST)
        status = path.stat()
        other = tmp_path / "other"
        other.write_bytes(path.read_bytes()[::-1].decode("latin-1").encode("ascii", "replace"))
        os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
        other.replace(path)
        edited.time += 1.0

        assert edited.library.prompt(Channel.VK_POST) == path.read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("channel", Channel)
class TestOurPrompts:
    def test_can_be_read_and_are_short(self, channel: Channel) -> None:
        assert 200 < len(read_prompt(prompt_path(OURS, channel), {})) < 4_000

    @pytest.mark.parametrize(
        "rule", ["на языке", "не выдумывай", "данные", "не раскрывай", "человек"], ids=lambda rule: rule.split()[-1]
    )
    def test_say_what_must_be_said(self, channel: Channel, rule: str) -> None:
        assert rule in read_prompt(prompt_path(OURS, channel), {}).lower()

    def test_say_how_to_mark_up(self, channel: Channel) -> None:
        text = read_prompt(prompt_path(OURS, channel), {})

        assert ("без Markdown" in text) is channel.is_vk
        assert ("можно Markdown" in text) is not channel.is_vk
