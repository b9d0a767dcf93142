import pytest
from sqlalchemy import func, select

from adapters.outbound.database.auditor import SqlAuditor
from adapters.outbound.database.engine import Database
from adapters.outbound.database.schema import conversations, ledger_entries, messages
from benchmarks.grow import grow, rows_of
from benchmarks.grown_rows import Size

SIZE = Size(messages=250, conversations=30, entries=200)


async def test_a_made_past_has_its_books_in_order(database: Database, database_url: str) -> None:
    made: list[int] = []
    await grow(database, SIZE, advance=made.append)

    books = await SqlAuditor(database_url).read(limit=10)
    assert books.unpaired == []
    assert all(account.balance == account.entries and not account.held for account in books.accounts)
    async with database.reading() as connection:
        counts = [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (messages, conversations, ledger_entries)
        ]
        numbered = select(func.max(messages.c.seq)).group_by(messages.c.conversation_id)
        last = (await connection.execute(numbered.order_by(messages.c.conversation_id))).scalars().all()
        told = (await connection.execute(select(conversations.c.last_seq).order_by(conversations.c.id))).scalars().all()
    assert counts == [SIZE.messages, SIZE.conversations, SIZE.entries]
    assert last == told
    assert sum(made) == pytest.approx(rows_of(SIZE), abs=10)


async def test_a_database_with_a_past_of_its_own_is_left_alone(database: Database) -> None:
    await grow(database, SIZE)

    with pytest.raises(ValueError, match="not empty"):
        await grow(database, SIZE)


@pytest.mark.parametrize("given", [(10, 6, 10), (10, 0, 10), (10, 2, 4)])
def test_an_impossible_size_is_refused(given: tuple[int, int, int]) -> None:
    messages_, conversations_, entries = given
    with pytest.raises(ValueError, match="at least"):
        Size(messages=messages_, conversations=conversations_, entries=entries)
