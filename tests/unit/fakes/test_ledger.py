from hypothesis import settings

from ports.storage import Storage
from tests.contracts.ledger import LedgerMachine
from tests.examples import examples
from tests.fakes.storage import FakeStorage


class FakeLedgerMachine(LedgerMachine):
    def open_storage(self) -> Storage:
        return FakeStorage()


TestFakeLedger = FakeLedgerMachine.TestCase
TestFakeLedger.settings = settings(max_examples=examples(40), stateful_step_count=30, deadline=None)
