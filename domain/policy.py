"""What is answered in VK, and how an answer gets out, by the owner's choice."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Selection(StrEnum):
    """What is answered at all."""

    ALL = "all"
    QUESTIONS = "questions"
    MENTIONS = "mentions"
    NONE = "none"


class Publishing(StrEnum):
    """How an answer gets out: at once, as soon as a person has approved it, or never (only to be looked at)."""

    AT_ONCE = "at_once"
    DRAFT = "draft"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Of one kind of events."""

    selection: Selection = Selection.ALL
    publishing: Publishing = Publishing.AT_ONCE

    def __str__(self) -> str:
        """As ``parse_policy`` reads it."""
        return self.selection if self.publishing is Publishing.AT_ONCE else f"{self.selection}+{self.publishing}"


ANSWER_ALL: Final = Policy()

_HELD_BACK: Final = {each.value: each for each in (Publishing.DRAFT, Publishing.SHADOW)}
POLICY_WORDS: Final = (*(each.value for each in Selection), *_HELD_BACK)

_QUESTION_WORDS = re.compile(
    r"\b(?:кто|что|где|куда|откуда|когда|зачем|почему|как|какой|какая|какие|какое|сколько|чей|можно|есть ли|"
    r"подскажите|who|what|where|when|why|how|which|can|could|is there|do you)\b",
    re.IGNORECASE,
)


def parse_policy(text: str) -> Policy:
    """
    Read ``questions``, ``draft`` (of all) or both, as in ``questions+draft``.

    Raises ValueError for other words, and for what cannot be said together.
    """
    words = [word.strip() for word in text.split("+")]
    selections = [Selection(word) for word in words if word not in _HELD_BACK]
    publishings = [_HELD_BACK[word] for word in words if word in _HELD_BACK]
    if len(selections) > 1 or len(publishings) > 1:
        raise ValueError(text)
    return Policy(
        selection=selections[0] if selections else Selection.ALL,
        publishing=publishings[0] if publishings else Publishing.AT_ONCE,
    )


def should_answer(text: str, selection: Selection, *, group_id: int) -> bool:
    """
    Tell whether what a person wrote is to be answered.

    A mention is VK's ``[club123|…]`` or ``[public123|…]``; a question has a question mark or a question word.
    There is nothing to answer where there is no text.
    """
    if not text.strip():
        return False
    match selection:
        case Selection.ALL:
            return True
        case Selection.NONE:
            return False
        case Selection.QUESTIONS:
            return "?" in text or _QUESTION_WORDS.search(text) is not None
        case Selection.MENTIONS:
            return re.search(rf"\[(?:club|public){group_id}\|", text) is not None
