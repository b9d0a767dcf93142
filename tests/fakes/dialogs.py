from collections.abc import Sequence

from domain.community import CommunityError
from domain.occurrence import MessageReceived


class FakeDialogs:
    """``waiting`` is what VK would give; the next questions fail as they are told to."""

    def __init__(self) -> None:
        self.waiting: list[MessageReceived] = []
        self.asked = 0
        self._refusals: list[int | None] = []

    def refuse_next(self, code: int | None) -> None:
        self._refusals.append(code)

    async def unanswered(self, *, most: int) -> Sequence[MessageReceived]:
        self.asked += 1
        if self._refusals:
            raise CommunityError(method="messages.getConversations", code=self._refusals.pop(0), detail="scripted")
        latest_first = sorted(self.waiting, key=lambda message: message.at, reverse=True)
        return latest_first[:most]
