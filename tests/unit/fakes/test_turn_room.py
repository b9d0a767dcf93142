from datetime import timedelta

import pytest

from ports.turn_room import TurnRoom
from tests.contracts.turn_room import OWNER, TurnRoomContract
from tests.fakes.turn_room import FakeTurnRoom


class TestFakeTurnRoom(TurnRoomContract):
    @pytest.fixture
    def room(self) -> TurnRoom:
        return FakeTurnRoom(owner=OWNER, lease=timedelta(seconds=30))
