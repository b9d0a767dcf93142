"""A wall of VK, read back: what stood there before we listened."""

from collections.abc import Sequence
from typing import Protocol

from domain.surroundings import EarlierComment


class Wall(Protocol):
    """Both may tell what was there some minutes ago. Both raise CommunityError."""

    async def post(self, owner_id: int, post_id: int) -> str | None:
        """The text of a post; None when VK shows none."""
        ...

    async def thread(self, owner_id: int, post_id: int, root_id: int) -> Sequence[EarlierComment]:
        """A top-level comment and the first replies below it, oldest first; empty when VK shows none."""
        ...
