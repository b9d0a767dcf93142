"""The VK community, as something that answers can be posted to."""

from collections.abc import Sequence
from typing import Protocol

from domain.delivery import CommentTarget, DialogTarget
from domain.rich_text import Span


class Community(Protocol):
    """
    Every method raises CommunityError: with a code when VK refused, without one when the outcome is unknown.

    Each is safe to cancel; the outcome of a cancelled call is unknown.
    """

    async def create_comment(self, target: CommentTarget, text: str, *, guid: str) -> int:
        """
        Comment as the community; returns the comment's id.

        Idempotent by ``guid`` as far as VK keeps it (the window is not documented for comments).
        """
        ...

    async def send_message(self, target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        """
        Write into a dialog; returns the message's id. ``spans`` are parts of the text that look as they are marked.

        Idempotent by ``random_id`` for an hour and the dialog's last 100 messages.
        """
        ...

    async def find_message(self, target: DialogTarget, *, random_id: int) -> int | None:
        """The id of our message with that ``random_id`` among the dialog's last 200; None when it is not there."""
        ...

    async def confirmation_code(self) -> str:
        """The code that VK expects as the answer to a ``confirmation`` event."""
        ...
