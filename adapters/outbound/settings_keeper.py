"""Settings kept in ``.env``."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_MODE: Final = 0o600
_PLAIN: Final = re.compile(r"[\w.:/@%+,~-]*", re.ASCII)


class DotenvFile:
    """One file of settings, replaced as a whole, so that a reader sees the old one or the new one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, name: str, value: str) -> None:
        self.keep_all({name: value})

    def keep_all(self, values: Mapping[str, str]) -> None:
        """All of them or none. Raises OSError, and ValueError for what no line can carry."""
        text = self._path.read_text(encoding="utf-8") if self._path.is_file() else ""
        for name, value in values.items():
            text = _with(text, name, value)
        self._write(text)

    def _write(self, text: str) -> None:
        descriptor, made = tempfile.mkstemp(prefix=f"{self._path.name}.", dir=self._path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                os.fchmod(descriptor, _MODE)
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            Path(made).replace(self._path)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
        _sync(self._path.parent)


def setting_line(name: str, value: str) -> str:
    """As dotenv reads it back; raises ValueError for what no line can carry."""
    if not value.isprintable():
        raise ValueError(f"{name}: a setting is one line of printable characters")
    if _PLAIN.fullmatch(value):
        return f"{name}={value}\n"
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"{name}='{escaped}'\n"


def _with(text: str, name: str, value: str) -> str:
    ours = re.compile(rf"\s*(export\s+)?{re.escape(name)}\s*=")
    lines = [line for line in text.splitlines(keepends=True) if not ours.match(line)]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines, setting_line(name, value)])


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
