import pytest

from domain.delivery import CommentTarget, DialogTarget
from ports.community import Community
from tests.contracts.community import CommunityContract, CommunityWorld
from tests.fakes.community import FakeCommunity


class FakeCommunityWorld:
    def __init__(self) -> None:
        self._fake = FakeCommunity()
        self.community: Community = self._fake
        self.post = CommentTarget(owner_id=-1, post_id=10, reply_to=None)
        self.dialog = DialogTarget(peer_id=5)

    async def comments(self) -> list[str]:
        return [comment.text for comment in self._fake.comments]

    async def messages(self) -> list[str]:
        return [message.text for message in self._fake.messages]

    async def marked(self) -> list[tuple[str, str, str]]:
        last = self._fake.messages[-1]
        return [
            (span.mark.style.value, last.text[span.start : span.start + span.length], span.mark.address)
            for span in last.spans
        ]

    async def refuse_next(self, code: int) -> None:
        self._fake.refuse_next(code)

    async def lose_next_answer(self) -> None:
        self._fake.lose_next_answer()


class TestFakeCommunity(CommunityContract):
    @pytest.fixture
    def world(self) -> CommunityWorld:
        return FakeCommunityWorld()
