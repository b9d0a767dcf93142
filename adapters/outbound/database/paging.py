"""Reading a whole table a page at a time."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Select


def ids_between(query: Select[Any], id_: Column[UUID], after: UUID | None, before: UUID) -> Select[Any]:
    """Rows with ids between the two, which are left out, in the order of their ids: no page costs more than another."""
    if after is not None:
        query = query.where(id_ > after)
    return query.where(id_ < before).order_by(id_)
