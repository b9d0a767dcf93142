"""System prompts in files that may be edited while the service runs."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from domain.channel import Channel
from domain.errors import MisconfiguredError
from domain.prompt import MAX_BYTES, UnusablePromptError, refuse_secrets

_LOOK_EVERY = 1.0

_Signature = tuple[int, int, int]


class PromptError(MisconfiguredError):
    """The prompt in `path` cannot be used; `reason` says why, and repeats nothing of its text."""

    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"prompt {self.path}: {self.reason}"


class FilePromptLibrary:
    """
    One file per channel, read at construction; changed files are read again, looked for once a second at most.

    A file that has become bad keeps its last good text, and `on_problem` is told once per change.
    """

    def __init__(
        self,
        directory: Path,
        *,
        secrets: Mapping[str, str],
        on_problem: Callable[[str], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Read all prompts; raises PromptError for the first that cannot be used.

        ``secrets`` are values that none may hold, by the names of their settings.
        """
        self._files = {channel: _PromptFile(prompt_path(directory, channel), secrets) for channel in Channel}
        self._on_problem = on_problem
        self._monotonic = monotonic
        self._looked_at = monotonic()

    def prompt(self, channel: Channel) -> str:
        self._look()
        return self._files[channel].text

    def load_system_prompts_vk(self) -> tuple[str, str, str]:
        return self.prompt(Channel.VK_POST), self.prompt(Channel.VK_COMMENT), self.prompt(Channel.VK_MESSAGE)

    def _look(self) -> None:
        now = self._monotonic()
        if now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        for file in self._files.values():
            try:
                file.refresh()
            except PromptError as error:
                self._on_problem(f"{error}; the last good text stays in use")


class _PromptFile:
    def __init__(self, path: Path, secrets: Mapping[str, str]) -> None:
        self._path = path
        self._secrets = secrets
        # Before the text: a change between the two is seen the next time.
        self._signature = _signature(path)
        self.text = read_prompt(path, secrets)

    def refresh(self) -> None:
        """Read the file when it differs from what was seen last; raises PromptError, once per change."""
        signature = _signature(self._path)
        if signature != self._signature:
            self._signature = signature
            self.text = read_prompt(self._path, self._secrets)


def prompt_path(directory: Path, channel: Channel) -> Path:
    return directory / f"{channel.value}.md"


def read_prompt(path: Path, secrets: Mapping[str, str]) -> str:
    """Read the prompt without the white space around it; raises PromptError, also when it holds a secret."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise PromptError(path=path, reason="the file is missing") from None
    except OSError as error:
        raise PromptError(path=path, reason=f"cannot be read: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise PromptError(path=path, reason=f"larger than {MAX_BYTES // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
        refuse_secrets(text, secrets)
    except UnicodeDecodeError as error:
        raise PromptError(path=path, reason=f"not UTF-8 at byte {error.start}") from None
    except UnusablePromptError as error:
        raise PromptError(path=path, reason=error.reason) from None
    if not text.strip():
        raise PromptError(path=path, reason="the file is empty")
    return text.strip()


def _signature(path: Path) -> _Signature | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
