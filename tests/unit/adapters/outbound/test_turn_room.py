from datetime import timedelta

import pytest

from adapters.outbound.turn_room import LocalTurnRoom
from ports.turn_room import TurnRoom
from tests.contracts.turn_room import OWNER, TurnRoomContract


class TestLocalTurnRoom(TurnRoomContract):
    @pytest.fixture
    def room(self) -> TurnRoom:
        return LocalTurnRoom(owner=OWNER, lease=timedelta(seconds=30))
