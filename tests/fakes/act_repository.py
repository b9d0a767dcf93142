"""Acts in memory."""

from collections.abc import Sequence

from domain.act import Act, RecordedAct
from tests.fakes.tables import Tables


class FakeActRepository:
    def __init__(self, tables: Tables) -> None:
        self._acts = tables.acts

    async def add(self, act: Act) -> None:
        self._acts.append(act)

    async def latest(self, *, limit: int, before: int | None = None) -> Sequence[RecordedAct]:
        found = [RecordedAct(position=number, act=act) for number, act in enumerate(self._acts, start=1)]
        return [each for each in reversed(found) if before is None or each.position < before][:limit]
