from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

EntryT = TypeVar("EntryT")


class Journal(Generic[EntryT]):
    """The last `limit` entries in order. `version` rises with every entry and every `touch`."""

    def __init__(self, limit: int) -> None:
        self._entries: deque[EntryT] = deque(maxlen=limit)
        self.version = 0

    def __iter__(self) -> Iterator[EntryT]:
        return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: EntryT) -> EntryT:
        self._entries.append(entry)
        self.version += 1
        return entry

    def touch(self) -> None:
        """Says that an entry has changed."""
        self.version += 1

    def clear(self) -> None:
        self._entries.clear()
        self.version += 1

    def latest(self, count: int | None) -> list[EntryT]:
        entries = list(self._entries)
        return entries if count is None else entries[max(len(entries) - count, 0) :]
