"""Versions of prompts in SQL."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.database.failures import is_duplicate_key
from adapters.outbound.database.prepared import Prepared
from adapters.outbound.database.schema import prompt_versions
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.prompt import PromptVersion

_CURRENT: Final = Prepared(
    select(prompt_versions)
    .where(prompt_versions.c.channel == bindparam("channel"))
    .order_by(prompt_versions.c.number.desc())
    .limit(1)
)


class SqlPromptRepository:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def current(self, channel: Channel) -> PromptVersion | None:
        row = await _CURRENT.first(self._connection, channel=channel.value)
        return None if row is None else _version(row)

    async def get(self, channel: Channel, number: int) -> PromptVersion:
        row = (await self._connection.execute(_of(channel).where(prompt_versions.c.number == number))).one_or_none()
        if row is None:
            raise NotFoundError("version of the prompt", f"{channel} {number}")
        return _version(row)

    async def add(self, version: PromptVersion) -> bool:
        values = {
            "channel": version.channel.value,
            "number": version.number,
            "text": version.text,
            "at": version.at,
            "by": version.by,
            "note": version.note,
        }
        try:
            await self._connection.execute(insert(prompt_versions).values(values))
        except IntegrityError as error:
            if is_duplicate_key(error):
                return False
            raise
        return True

    async def history(self, channel: Channel, *, limit: int) -> Sequence[PromptVersion]:
        latest = _of(channel).order_by(prompt_versions.c.number.desc()).limit(limit)
        return [_version(row) for row in await self._connection.execute(latest)]


def _of(channel: Channel) -> Select[Any]:
    return select(prompt_versions).where(prompt_versions.c.channel == channel.value)


def _version(row: Row[Any]) -> PromptVersion:
    return PromptVersion(
        channel=Channel(row.channel), number=row.number, text=row.text, at=row.at, by=row.by, note=row.note
    )
