"""Where new ids come from."""

from typing import Protocol
from uuid import UUID


class Ids(Protocol):
    def new(self) -> UUID:
        """A fresh id; later ones sort after earlier ones of the same process (RFC 9562, version 7)."""
        ...
