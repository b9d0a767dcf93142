from collections.abc import Sequence

from domain.community import CommunityError
from domain.surroundings import EarlierComment


class FakeWall:
    """``posts`` and ``threads`` are what VK would show; the next question fails when it is told to."""

    def __init__(self) -> None:
        self.posts: dict[int, str] = {}
        self.threads: dict[int, list[EarlierComment]] = {}
        self.asked: list[int] = []
        self.refusal: int | None = None

    async def post(self, owner_id: int, post_id: int) -> str | None:
        self._ask("wall.getById", post_id)
        return self.posts.get(post_id)

    async def thread(self, owner_id: int, post_id: int, root_id: int) -> Sequence[EarlierComment]:
        self._ask("wall.getComments", root_id)
        return self.threads.get(root_id, [])

    def _ask(self, method: str, what: int) -> None:
        self.asked.append(what)
        if self.refusal is not None:
            raise CommunityError(method=method, code=self.refusal, detail="scripted")
