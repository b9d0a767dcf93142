"""The long poll on fakes; what it stores is understood by a house around it."""

from datetime import timedelta
from itertools import count
from typing import Final

from application.events.poll_position import PollPosition
from application.events.sweep_dialogs import SweepDialogs
from application.events.take_polled_events import TakePolledEvents
from domain.occurrence import MessageReceived
from ports.event_source import PolledEvent
from tests.fakes.dialogs import FakeDialogs
from tests.fakes.event_inbox import FakeEventInbox
from tests.fakes.event_source import FakeEventSource
from tests.unit.application.house import ANN, GROUP, LEASE, House

_numbers = count(1)


def make_polled(*, event_id: bytes | None = None, group_id: int = GROUP) -> PolledEvent:
    name = event_id or f"polled-{next(_numbers)}".encode()
    return PolledEvent(type="message_new", group_id=group_id, event_id=name, body=b"{}")


class Node:
    """One process of several that share the house's storage."""

    def __init__(self, house: House, *, owner: str = "node") -> None:
        self.house = house
        self.position = PollPosition(storage=house.fragile, owner=owner, lease=LEASE)
        self.take = TakePolledEvents(
            inbox=FakeEventInbox(house.storage),
            position=self.position,
            clock=house.clock,
            ids=house.ids,
            wakeup=house.wakeup,
            metrics=house.metrics,
            log=house.log,
            group_id=GROUP,
        )
        self.source = FakeEventSource()
        self.dialogs = FakeDialogs()
        self.sweep = SweepDialogs(
            storage=house.fragile,
            dialogs=self.dialogs,
            record=house.interpret._record_dialog_message,
            clock=house.clock,
            wakeup=house.wakeup,
            log=house.log,
            owner=owner,
        )


STARTED: Final = timedelta()
"""How long a process has been there that starts now."""


def waiting(house: House, text: str = "Вы открыты?", *, by: int = ANN, age: timedelta = STARTED) -> MessageReceived:
    """A dialog's last message, as VK tells of it; no event has come for it."""
    number = next(_numbers)
    return MessageReceived(
        peer_id=by, number=number, message_id=number, author_vk_id=by, text=text, at=house.clock.now() - age
    )
