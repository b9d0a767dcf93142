"""What those who run the service did to it: who, when, what, on what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    SIGNED_IN = "signed_in"
    CREATED_OPERATOR = "created_operator"
    TOOK_OVER = "took_over"
    HANDED_BACK = "handed_back"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ERASED = "erased"
    SAVED_PROMPT = "saved_prompt"
    STOPPED_ANSWERING = "stopped_answering"
    STARTED_ANSWERING = "started_answering"
    SET_DAILY_LIMIT = "set_daily_limit"
    FORGOT_DAILY_LIMIT = "forgot_daily_limit"
    SET_PERSON_LIMIT = "set_person_limit"
    FORGOT_PERSON_LIMIT = "forgot_person_limit"
    APPROVED_DRAFT = "approved_draft"
    EDITED_DRAFT = "edited_draft"
    REJECTED_DRAFT = "rejected_draft"
    DISMISSED_TURN = "dismissed_turn"
    RETRIED_TURN = "retried_turn"
    ANSWERED = "answered"
    REVIEWED_DEADLINE = "reviewed_deadline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """
    One deed, never altered afterwards.

    ``deed`` is a Deed's value; an earlier program may read what only a newer one knows. ``on`` names what it was done
    to: an id, a key or a channel, never a login or a name, since it stays when a person is erased. ``details`` hold no
    text of anybody else's and no secret. ``correlation`` is the id of the request that the log has too.
    """

    at: datetime
    by: str
    deed: str
    on: str
    details: Mapping[str, str | int | None] = field(default_factory=dict)
    correlation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAct:
    """``position`` grows with every act."""

    position: int
    act: Act
