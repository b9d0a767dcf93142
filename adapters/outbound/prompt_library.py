"""Prompts from files, read again when they change."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.channel import Channel
from domain.errors import OtklikError

MOST_BYTES: Final = 65_536
LOOK_SECONDS: Final = 1.0


class PromptError(OtklikError):
    """A prompt file that cannot be used; what is wrong, and with which file."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path, what)
        self.path = path
        self.what = what

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


@dataclass(frozen=True, slots=True)
class _Loaded:
    text: str
    version: tuple[int, int]


class FilePromptLibrary:
    """
    One file per channel in ``directory``: ``vk_post.md``, ``vk_comment.md``, ``vk_message.md``, ``site_chat.md``.

    All are read at once; raises PromptError for one that is missing, empty, too large or not UTF-8. A file that goes
    bad later keeps its last good text, and ``on_problem`` is told, once per change.
    """

    def __init__(self, directory: Path, *, on_problem: Callable[[str], None] = lambda _problem: None) -> None:
        self._directory = directory
        self._on_problem = on_problem
        self._loaded = {channel: _load(self._path(channel)) for channel in Channel}
        self._next_look = dict.fromkeys(Channel, 0.0)

    def prompt(self, channel: Channel) -> str:
        now = time.monotonic()
        if now >= self._next_look[channel]:
            self._next_look[channel] = now + LOOK_SECONDS
            self._refresh(channel)
        return self._loaded[channel].text

    def load_system_prompts_vk(self) -> tuple[str, str, str]:
        return self.prompt(Channel.VK_POST), self.prompt(Channel.VK_COMMENT), self.prompt(Channel.VK_MESSAGE)

    def _refresh(self, channel: Channel) -> None:
        path = self._path(channel)
        known = self._loaded[channel]
        version = known.version
        try:
            version = _version(path)
            if version != known.version:
                self._loaded[channel] = _load(path)
        except PromptError as error:
            # The bad version is remembered, so that it is complained about once.
            self._loaded[channel] = _Loaded(known.text, version)
            if version != known.version:
                self._on_problem(str(error))

    def _path(self, channel: Channel) -> Path:
        return self._directory / f"{channel}.md"


def _version(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise PromptError(path, f"cannot be read ({error.strerror})") from error
    return found.st_mtime_ns, found.st_size


def _load(path: Path) -> _Loaded:
    version = _version(path)
    if version[1] > MOST_BYTES:
        raise PromptError(path, f"is larger than {MOST_BYTES} bytes")
    try:
        text = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise PromptError(path, "is not UTF-8") from error
    except OSError as error:
        raise PromptError(path, f"cannot be read ({error.strerror})") from error
    if not text:
        raise PromptError(path, "is empty")
    return _Loaded(text, version)
