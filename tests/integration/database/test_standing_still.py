"""A process that stands still within a transaction, as in a machine that swaps or is moved: its socket stays open."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.engine import Database, open_database
from adapters.outbound.database.schema import conversations
from adapters.outbound.database.storage import SqlStorage
from adapters.outbound.database.transaction import transact
from tests.contracts.rows import add_conversation, get_conversation


async def test_others_go_on_when_a_process_stands_still_in_its_transaction(
    mariadb_database: Database, shared_mariadb_url: str
) -> None:
    """Its rows are free after half of its ``read_timeout``; awake again it finds its connection cut and begins anew."""
    id_ = (await add_conversation(SqlStorage(mariadb_database))).id
    this = conversations.c.id == id_
    order: list[str] = []

    async def do(connection: AsyncConnection, who: str) -> None:
        await connection.execute(update(conversations).where(this).values(last_seq=conversations.c.last_seq + 1))
        order.append(who)

    async def stand_still(connection: AsyncConnection) -> None:
        await do(connection, "paused")
        if len(order) == 1:
            await transact(mariadb_database, lambda another: do(another, "other"))
        await connection.execute(select(conversations).where(this))

    async with open_database(shared_mariadb_url, read_timeout=2) as paused:
        await transact(paused, stand_still)

    assert order == ["paused", "other", "paused"]
    assert (await get_conversation(SqlStorage(mariadb_database), id_)).last_seq == 2
