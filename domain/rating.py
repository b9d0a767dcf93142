"""What a person thought of an answer."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from domain.identifiers import MessageId, PersonId


class Verdict(IntEnum):
    GOOD = 1
    BAD = -1
    NONE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One person's word on one message; ``NONE`` takes an earlier one back."""

    message_id: MessageId
    person_id: PersonId
    verdict: Verdict
    at: datetime
