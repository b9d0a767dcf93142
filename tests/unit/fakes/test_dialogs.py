import pytest

from domain.occurrence import MessageReceived
from tests.contracts.dialogs import DialogsContract, DialogsWorld
from tests.factories import MOMENT
from tests.fakes.dialogs import FakeDialogs


class FakeWorld:
    def __init__(self) -> None:
        self.dialogs = FakeDialogs()
        self._last: dict[int, MessageReceived] = {}

    async def write(self, person: int, text: str) -> None:
        number = self._last[person].number + 1 if person in self._last else 1
        self._last[person] = MessageReceived(
            peer_id=person, number=number, message_id=number, author_vk_id=person, text=text, at=MOMENT
        )
        self.dialogs.waiting = list(self._last.values())

    async def answer(self, person: int, text: str) -> None:
        del self._last[person]
        self.dialogs.waiting = list(self._last.values())

    async def refuse_next(self, code: int) -> None:
        self.dialogs.refuse_next(code)


class TestFakeDialogs(DialogsContract):
    @pytest.fixture
    def world(self) -> DialogsWorld:
        return FakeWorld()


async def test_looks_through_no_more_than_wanted() -> None:
    world = FakeWorld()
    for person in range(501, 511):
        await world.write(person, "Здравствуйте")

    assert len(await world.dialogs.unanswered(most=3)) == 3
