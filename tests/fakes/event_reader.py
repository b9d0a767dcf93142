from domain.event import Event
from domain.occurrence import NothingToAnswer, Occurrence
from ports.event_reader import UnreadableEventError


class FakeEventReader:
    """Tells of each event, by its ``event_id``, what it was told to; of any other, that there is nothing to answer."""

    def __init__(self, occurrences: dict[bytes, Occurrence] | None = None) -> None:
        self.occurrences = dict(occurrences or {})
        self.unreadable: set[bytes] = set()

    def read(self, event: Event) -> Occurrence:
        if event.event_id in self.unreadable:
            raise UnreadableEventError("object: scripted")
        return self.occurrences.get(event.event_id, NothingToAnswer(why="not scripted"))
