"""Markdown files in a folder and those below it."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from adapters.outbound.storable_text import storable
from ports.knowledge_folder import KnowledgeFile

MOST_FILES: Final = 1_000
MOST_BYTES: Final = 1024 * 1024
LONGEST_NAME: Final = 250
"""Bytes."""


class FileKnowledgeFolder:
    """Files and folders whose names begin with a dot are passed over; ``on_problem`` is told what was left out."""

    def __init__(self, directory: Path, *, on_problem: Callable[[str], None]) -> None:
        self._directory = directory
        self._on_problem = on_problem

    async def read(self) -> Sequence[KnowledgeFile]:
        return await asyncio.to_thread(self._read)

    def _read(self) -> list[KnowledgeFile]:
        paths = sorted(path for path in self._directory.rglob("*.md") if not self._is_hidden(path))
        if len(paths) > MOST_FILES:
            self._on_problem(f"more than {MOST_FILES} files; the others are left out")
        return [file for path in paths[:MOST_FILES] if (file := self._read_file(path)) is not None]

    def _is_hidden(self, path: Path) -> bool:
        return any(part.startswith(".") for part in path.relative_to(self._directory).parts)

    def _read_file(self, path: Path) -> KnowledgeFile | None:
        name = storable(path.relative_to(self._directory).as_posix())
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
            if len(data) > MOST_BYTES or len(name.encode()) > LONGEST_NAME:
                self._on_problem(f"{name[:LONGEST_NAME]}: larger than {MOST_BYTES // 1024} KiB, or too long a name")
                return None
            return KnowledgeFile(name=name, text=storable(data.decode("utf-8-sig")))
        except OSError as error:
            self._on_problem(f"{name}: cannot be read: {error.strerror or error}")
        except UnicodeDecodeError as error:
            self._on_problem(f"{name}: not UTF-8 at byte {error.start}")
        return None
