"""Which calendar a client has: told without rendering it."""

import hashlib
from collections.abc import Sequence

from domain.stored_deadline import StoredDeadline


def etag_of(deadlines: Sequence[StoredDeadline], *, zone: str) -> str:
    """Of what ``render_calendar`` would give."""
    digest = hashlib.sha256(zone.encode())
    for deadline in deadlines:
        digest.update(f"{deadline.id}{deadline.changed_at.isoformat()}{deadline.state}".encode())
    return f'"{digest.hexdigest()[:32]}"'
