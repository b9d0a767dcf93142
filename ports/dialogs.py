"""The community's dialogs, read back from VK."""

from collections.abc import Sequence
from typing import Protocol

from domain.occurrence import MessageReceived


class Dialogs(Protocol):
    async def unanswered(self, *, most: int) -> Sequence[MessageReceived]:
        """
        The last message of each dialog that waits for the community, the latest first.

        Only what persons wrote themselves, directly; the latest ``most`` dialogs are looked through at most. Raises
        CommunityError.
        """
        ...
