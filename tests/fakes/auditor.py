"""The books of a fake storage."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from domain.audit import AccountBooks, Books, Discrepancy, Flaw
from domain.balance import EntryKind, HoldState
from domain.deadline_doubt import DoubtState
from domain.message import Author
from domain.money import ZERO
from domain.turn import TurnState
from tests.fakes.storage import FakeStorage
from tests.fakes.tables import Hold

_FUNDED = {TurnState.FUNDED, TurnState.WRITING, TurnState.WRITTEN, TurnState.SENT}


class FakeAuditor:
    """``stored`` overrides the balance and the held amount of accounts, which a real database stores."""

    def __init__(self, storage: FakeStorage) -> None:
        self._storage = storage
        self.stored: dict[str, tuple[Decimal, Decimal]] = {}

    async def read(self, *, limit: int) -> Books:
        names = {*self.stored, *(entry.account for entry in self._storage.entries)}
        names |= {hold.account for hold in self._open_holds()}
        unpaired = [
            *self._captures(limit),
            *_flaws(
                "hold",
                [*self._of(*_FUNDED), *self._doubts(DoubtState.FUNDED)],
                [],
                [hold.key for hold in self._open_holds()],
                limit,
            ),
            *self._answers(limit),
            *self._announcements(limit),
        ]
        return Books(accounts=[self._account(name) for name in sorted(names)], unpaired=unpaired)

    def _account(self, name: str) -> AccountBooks:
        entries = sum((entry.amount for entry in self._storage.entries if entry.account == name), start=ZERO)
        holds = sum((hold.amount for hold in self._open_holds() if hold.account == name), start=ZERO)
        balance, held = self.stored.get(name, (entries, holds))
        return AccountBooks(account=name, balance=balance, held=held, entries=entries, holds=holds)

    def _open_holds(self) -> list[Hold]:
        return [hold for hold in self._storage.holds if hold.state is HoldState.OPEN]

    def _of(self, *states: TurnState) -> list[str]:
        return [turn.hold_key for turn in self._storage.turns if turn.state in states and not turn.is_free]

    def _doubts(self, state: DoubtState) -> list[str]:
        return [f"doubt:{id_}" for id_, row in self._storage.tables.doubts.items() if row.state is state]

    def _captures(self, limit: int) -> Iterable[Discrepancy]:
        there = [
            entry.key.removeprefix("capture:") for entry in self._storage.entries if entry.kind is EntryKind.CAPTURE
        ]
        wanted = [*self._of(TurnState.SETTLED), *self._doubts(DoubtState.ANSWERED)]
        found = _flaws("capture", wanted, self._of(TurnState.STOPPED), there, limit)
        return (Discrepancy(flaw=flaw.flaw, id=f"capture:{flaw.id}", says=flaw.says) for flaw in found)

    def _answers(self, limit: int) -> Iterable[Discrepancy]:
        turns = self._storage.turns
        wanted = [str(turn.id) for turn in turns if turn.state is TurnState.SETTLED]
        allowed = [str(turn.id) for turn in turns if turn.state is TurnState.STOPPED]
        ours = [said for said in self._storage.messages if said.author in {Author.ASSISTANT, Author.SYSTEM}]
        return _flaws("answer", wanted, allowed, [str(said.turn_id) for said in ours if said.turn_id], limit)

    def _announcements(self, limit: int) -> Iterable[Discrepancy]:
        turns = [turn for turn in self._storage.turns if not turn.is_free]
        wanted = [f"responses:{turn.id}" for turn in turns if turn.state is TurnState.SETTLED]
        allowed = [f"responses:{turn.id}" for turn in turns if turn.state is TurnState.STOPPED]
        there = [news.key for news in self._storage.notifications if news.type == "responses"]
        return _flaws("announcement", wanted, allowed, there, limit)


def _flaws(
    what: str, wanted: Iterable[str], allowed: Iterable[str], there: Iterable[str], limit: int
) -> list[Discrepancy]:
    must, may, found = Counter(wanted), Counter(allowed), Counter(there)
    keys = sorted({*must, *may, *found})
    off = [key for key in keys if not must[key] <= found[key] <= must[key] + may[key]]
    return [
        Discrepancy(
            flaw=Flaw(f"{what}_{'missing' if found[key] < must[key] else 'unexpected'}"),
            id=key,
            says=f"found {found[key]}, wanted {must[key]}",
        )
        for key in off[:limit]
    ]
