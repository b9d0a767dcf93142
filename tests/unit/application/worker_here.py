"""A process that has room for turns, in a test that runs them itself."""

from domain.begun_turn import BegunTurn
from tests.unit.application.house_turns import HouseWithTurns


class WorkerHere:
    """``free`` places; ``begun`` is what was begun in them and has not been run yet."""

    def __init__(self, house: HouseWithTurns, *, free: int = 10) -> None:
        self._house = house
        self.free = free
        self.begun: list[BegunTurn] = []
        house.room.open(self)

    def start(self, begun: BegunTurn) -> None:
        self.begun.append(begun)

    async def run(self) -> None:
        while self.begun:
            begun = self.begun.pop(0)
            await self._house.run.execute(begun.claimed, begun=begun)
