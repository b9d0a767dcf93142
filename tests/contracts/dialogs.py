from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from domain.community import CommunityError
from ports.dialogs import Dialogs


class DialogsWorld(Protocol):
    """A community that people write to, seen from the other side."""

    @property
    def dialogs(self) -> Dialogs: ...
    async def write(self, person: int, text: str) -> None: ...
    async def answer(self, person: int, text: str) -> None: ...
    async def refuse_next(self, code: int) -> None: ...


class DialogsContract(ABC):
    @pytest.fixture
    @abstractmethod
    def world(self) -> DialogsWorld: ...

    async def test_is_empty_when_nobody_wrote(self, world: DialogsWorld) -> None:
        assert list(await world.dialogs.unanswered(most=100)) == []

    async def test_gives_the_last_message_of_those_who_wait(self, world: DialogsWorld) -> None:
        for person in (501, 502, 503):
            await world.write(person, "Здравствуйте")
        await world.write(501, "Вы открыты? 🙂")
        await world.answer(502, "Да")

        found = await world.dialogs.unanswered(most=100)

        assert {(message.peer_id, message.author_vk_id, message.text) for message in found} == {
            (501, 501, "Вы открыты? 🙂"),
            (503, 503, "Здравствуйте"),
        }
        assert {message.peer_id: message.number for message in found} == {501: 2, 503: 1}
        assert all(message.message_id > 0 and message.at.utcoffset() is not None for message in found)

    async def test_tells_the_code_when_vk_refuses(self, world: DialogsWorld) -> None:
        await world.refuse_next(15)

        with pytest.raises(CommunityError) as caught:
            await world.dialogs.unanswered(most=100)

        assert caught.value.code == 15
