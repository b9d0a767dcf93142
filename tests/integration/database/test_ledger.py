from contextlib import AbstractAsyncContextManager

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.storage import SqlStorage
from ports.storage import Storage
from tests.contracts.ledger import LedgerMachine


def test_keeps_its_books_when_calls_come_in_any_order(database_url: str) -> None:
    class SqlLedgerMachine(LedgerMachine):
        opened: AbstractAsyncContextManager[Database]

        def open_storage(self) -> Storage:
            self.opened = open_database(database_url)
            return SqlStorage(self.runner.run(self.opened.__aenter__()))

        def teardown(self) -> None:
            self.runner.run(self.opened.__aexit__(None, None, None))
            super().teardown()

    run_state_machine_as_test(SqlLedgerMachine, settings=settings(max_examples=15, stateful_step_count=25))
