"""The community when VK is switched off."""

from collections.abc import Sequence
from typing import Final, NoReturn

from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget
from domain.rich_text import Span

NO_TOKEN: Final = 5
"""VK's code of a failed authorisation: what waits to be sent is kept until VK is switched on again."""


class NoCommunity:
    async def create_comment(self, target: CommentTarget, text: str, *, guid: str) -> int:  # noqa: ARG002 - the port's
        self._refuse("wall.createComment")

    async def send_message(
        self,
        target: DialogTarget,  # noqa: ARG002 - the port's
        text: str,  # noqa: ARG002 - the port's
        *,
        random_id: int,  # noqa: ARG002 - the port's
        spans: Sequence[Span] = (),  # noqa: ARG002 - the port's
    ) -> int:
        self._refuse("messages.send")

    async def find_message(self, target: DialogTarget, *, random_id: int) -> int | None:  # noqa: ARG002 - the port's
        self._refuse("messages.getHistory")

    async def confirmation_code(self) -> str:
        self._refuse("groups.getCallbackConfirmationCode")

    def _refuse(self, method: str) -> NoReturn:
        raise CommunityError(method=method, code=NO_TOKEN, detail="VK is switched off: VK_GROUP_ID is not set")
