"""Take an event in: checked, stored, and only then acknowledged."""

import hmac
from dataclasses import dataclass, field
from typing import Final

from domain.errors import ForbiddenEventError
from domain.event import Event
from domain.identifiers import EventRowId
from ports.clock import Clock
from ports.community import Community
from ports.event_inbox import EventInbox
from ports.ids import Ids
from ports.wakeup import Queue, Wakeup

ACKNOWLEDGED: Final = "ok"
"""The whole answer to an event. VK obeys some bodies (``remove``, ``version …``), so it is never made of anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingEvent:
    """An event as it came; ``body`` is kept whole but for its secret. ``secret`` is None when it carried none."""

    type: str
    group_id: int
    event_id: bytes
    secret: str | None = field(repr=False)
    body: bytes = field(repr=False)


class ReceiveEvent:
    """
    - The secret is compared in constant time and the group checked before anything else; nothing is stored otherwise.
    - A ``confirmation`` may come without a secret, but not with a wrong one.
    - ``ok`` is said when the event is on disk; a repeat of it changes nothing.
    - Nothing else is done in the request.
    """

    def __init__(
        self,
        *,
        inbox: EventInbox,
        community: Community,
        clock: Clock,
        ids: Ids,
        wakeup: Wakeup,
        group_id: int,
        secret: str,
        confirmation_code: str | None,
    ) -> None:
        self._inbox = inbox
        self._community = community
        self._clock = clock
        self._ids = ids
        self._wakeup = wakeup
        self._group_id = group_id
        self._secret = secret.encode()
        self._confirmation_code = confirmation_code

    async def execute(self, incoming: IncomingEvent) -> str:
        """
        Return the body of the answer.

        Raises ForbiddenEventError, StorageUnavailableError, and CommunityError when VK has to be asked for the
        confirmation code and does not tell.
        """
        self._authenticate(incoming)
        if incoming.type == "confirmation":
            return self._confirmation_code or await self._community.confirmation_code()
        await self._inbox.store(
            Event(
                id=EventRowId(self._ids.new()),
                group_id=incoming.group_id,
                event_id=incoming.event_id,
                type=incoming.type,
                body=incoming.body,
                received_at=self._clock.now(),
            )
        )
        self._wakeup.signal(Queue.EVENTS)
        return ACKNOWLEDGED

    def _authenticate(self, incoming: IncomingEvent) -> None:
        given = incoming.secret
        if given is None:
            if incoming.type != "confirmation":
                raise ForbiddenEventError("the secret is missing")
        elif not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._secret):
            raise ForbiddenEventError("the secret is wrong")
        if incoming.group_id != self._group_id:
            raise ForbiddenEventError("the group is not ours")
