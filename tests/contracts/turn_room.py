"""What room for turns must do."""

import asyncio

import pytest

from domain.begun_turn import BegunTurn
from domain.turn import ClaimedTurn, Lease
from ports.turn_room import TurnRoom
from tests.factories import make_turn

OWNER = "node"


class Runner:
    def __init__(self, *, free: int) -> None:
        self.free = free
        self.started: list[BegunTurn] = []

    def start(self, begun: BegunTurn) -> None:
        self.started.append(begun)


def make_begun() -> BegunTurn:
    turn = make_turn()
    return BegunTurn(claimed=ClaimedTurn(turn=turn, lease=Lease(owner=OWNER, token=1)), turn=turn, lines=())


class TurnRoomContract:
    """``room`` is that of OWNER, and not open yet."""

    @pytest.fixture
    def room(self) -> TurnRoom:
        raise NotImplementedError

    async def test_has_no_place_when_nobody_runs_turns(self, room: TurnRoom) -> None:
        with room.place() as place:
            assert place is None
            assert room.kept == 0

    async def test_has_no_place_when_none_is_free(self, room: TurnRoom) -> None:
        room.open(Runner(free=0))

        with room.place() as place:
            assert place is None

    async def test_keeps_a_place_until_the_end_of_the_block(self, room: TurnRoom) -> None:
        room.open(Runner(free=1))

        with room.place() as place:
            assert place is not None
            assert place.owner == OWNER
            assert room.kept == 1
        assert room.kept == 0

    async def test_gives_the_place_back_when_the_block_fails(self, room: TurnRoom) -> None:
        room.open(Runner(free=1))

        with pytest.raises(ZeroDivisionError), room.place():
            raise ZeroDivisionError

        assert room.kept == 0

    async def test_starts_it_with_whoever_runs_turns(self, room: TurnRoom) -> None:
        runner, begun = Runner(free=1), make_begun()
        room.open(runner)

        with room.place() as place:
            assert place is not None
            place.start(begun)

        assert runner.started == [begun]

    async def test_gives_none_once_it_is_closed(self, room: TurnRoom) -> None:
        room.open(Runner(free=5))
        await room.close()

        with room.place() as place:
            assert place is None

    async def test_is_closed_only_when_what_was_given_is_given_back(self, room: TurnRoom) -> None:
        runner = Runner(free=5)
        room.open(runner)

        with room.place() as place, room.place():
            closing = asyncio.create_task(room.close())
            await asyncio.sleep(0.001)
            assert not closing.done()
            assert place is not None
            place.start(make_begun())
        await closing

        assert len(runner.started) == 1
