from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget
from domain.rich_text import Span


@dataclass(frozen=True, slots=True)
class PostedComment:
    id: int
    target: CommentTarget
    text: str
    guid: str


@dataclass(frozen=True, slots=True)
class SentMessage:
    id: int
    target: DialogTarget
    text: str
    random_id: int
    spans: tuple[Span, ...] = ()


class FakeCommunity:
    """Keeps what was said, once per key; the next calls fail as they are told to, in that order."""

    def __init__(self, *, code: str = "c0de") -> None:
        self.code = code
        self.comments: list[PostedComment] = []
        self.messages: list[SentMessage] = []
        self.calls = 0
        self._ids = count(9_001)
        self._failures: deque[tuple[int | None, bool] | None] = deque()

    def succeed_next(self) -> None:
        """Nothing happens to the call, but what was told later happens to a later one."""
        self._failures.append(None)

    def refuse_next(self, code: int) -> None:
        self._failures.append((code, False))

    def fail_next(self) -> None:
        """No answer, and nothing was done."""
        self._failures.append((None, False))

    def lose_next_answer(self) -> None:
        """No answer, but the work is done."""
        self._failures.append((None, True))

    async def create_comment(self, target: CommentTarget, text: str, *, guid: str) -> int:
        failure = self._begin("wall.createComment")
        known = next((comment for comment in self.comments if comment.guid == guid), None)
        if known is None:
            known = PostedComment(next(self._ids), target, text, guid)
            self.comments.append(known)
        if failure is not None:
            raise failure
        return known.id

    async def send_message(self, target: DialogTarget, text: str, *, random_id: int, spans: Sequence[Span] = ()) -> int:
        failure = self._begin("messages.send")
        same_key = (message for message in self.messages if (message.target, message.random_id) == (target, random_id))
        known = next(same_key, None)
        if known is None:
            known = SentMessage(next(self._ids), target, text, random_id, tuple(spans))
            self.messages.append(known)
        if failure is not None:
            raise failure
        return known.id

    async def find_message(self, target: DialogTarget, *, random_id: int) -> int | None:
        failure = self._begin("messages.getHistory")
        if failure is not None:
            raise failure
        found = (message for message in self.messages if (message.target, message.random_id) == (target, random_id))
        return next((message.id for message in found), None)

    async def confirmation_code(self) -> str:
        failure = self._begin("groups.getCallbackConfirmationCode")
        if failure is not None:
            raise failure
        return self.code

    def _begin(self, method: str) -> CommunityError | None:
        """Raise what strikes before the work; return what strikes after it."""
        self.calls += 1
        if not self._failures:
            return None
        failure = self._failures.popleft()
        if failure is None:
            return None
        code, is_done = failure
        error = CommunityError(method=method, code=code, detail="scripted")
        if not is_done:
            raise error
        return error
