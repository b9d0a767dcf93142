"""What the community has written down, in SQL."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.schema_knowledge import passages as table
from adapters.outbound.database.schema_knowledge import told_passages
from domain.identifiers import TurnId
from domain.knowledge import Passage, searchable

_MYSQL: Final = text(
    "SELECT file, heading, text FROM knowledge_passages WHERE MATCH(words) AGAINST (:words IN BOOLEAN MODE) "
    "ORDER BY MATCH(words) AGAINST (:words IN BOOLEAN MODE) DESC, position LIMIT :limit"
).columns(table.c.file, table.c.heading, table.c.text)
_SQLITE: Final = text(
    "SELECT p.file, p.heading, p.text FROM knowledge_index "
    "JOIN knowledge_passages AS p ON p.position = knowledge_index.rowid "
    "WHERE knowledge_index MATCH :words ORDER BY bm25(knowledge_index), p.position LIMIT :limit"
).columns(table.c.file, table.c.heading, table.c.text)


class SqlKnowledgeRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def digests(self) -> Mapping[str, str]:
        known = select(table.c.file, table.c.digest).where(table.c.number == 0)
        return {row.file: row.digest for row in await self._connection.execute(known)}

    async def replace(self, file: str, passages: Sequence[Passage], *, digest: str) -> None:
        await self._connection.execute(delete(table).where(table.c.file == file))
        if not digest:
            return
        # A file without a word is known by its digest, too.
        rows = list(passages) or [Passage(file=file, heading="", text="")]
        await self._connection.execute(
            insert(table),
            [
                {
                    "file": file,
                    "number": number,
                    "digest": digest,
                    "heading": each.heading,
                    "text": each.text,
                    "words": searchable(f"{each.heading}\n{each.text}"),
                }
                for number, each in enumerate(rows)
            ],
        )

    async def search(self, words: Sequence[str], *, limit: int) -> Sequence[Passage]:
        if not words:
            return []
        # Words are letters and digits alone: they can be no operator of either language.
        if self._connection.dialect.name == "sqlite":
            query, wanted = _SQLITE, " OR ".join(f'"{word}"*' for word in words)
        else:
            query, wanted = _MYSQL, " ".join(f"{word}*" for word in words)
        rows = await self._connection.execute(query, {"words": wanted, "limit": limit})
        return [Passage(file=row.file, heading=row.heading, text=row.text) for row in rows]

    async def note_used(self, turn_id: TurnId, passages: Sequence[Passage]) -> None:
        await self._connection.execute(delete(told_passages).where(told_passages.c.turn_id == turn_id))
        if passages:
            rows = [
                {"turn_id": turn_id, "number": number, "file": each.file, "heading": each.heading, "text": each.text}
                for number, each in enumerate(passages)
            ]
            await self._connection.execute(insert(told_passages), rows)

    async def used(self, turn_id: TurnId) -> Sequence[Passage]:
        told = select(told_passages).where(told_passages.c.turn_id == turn_id).order_by(told_passages.c.number)
        rows = await self._connection.execute(told)
        return [Passage(file=row.file, heading=row.heading, text=row.text) for row in rows]
