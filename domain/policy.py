"""Which comments the assistant answers, by the owner's choice."""

import re
from enum import StrEnum


class CommentPolicy(StrEnum):
    ALL = "all"
    QUESTIONS = "questions"
    MENTIONS = "mentions"
    NONE = "none"


_QUESTION_WORDS = re.compile(
    r"\b(?:кто|что|где|куда|откуда|когда|зачем|почему|как|какой|какая|какие|какое|сколько|чей|можно|есть ли|"
    r"подскажите|who|what|where|when|why|how|which|can|could|is there|do you)\b",
    re.IGNORECASE,
)


def should_answer(text: str, policy: CommentPolicy, *, group_id: int) -> bool:
    """
    Tell whether a person's comment or post is to be answered.

    A mention is VK's ``[club123|…]`` or ``[public123|…]``; a question has a question mark or a question word.
    There is nothing to answer in a comment without text.
    """
    if not text.strip():
        return False
    match policy:
        case CommentPolicy.ALL:
            return True
        case CommentPolicy.NONE:
            return False
        case CommentPolicy.QUESTIONS:
            return "?" in text or _QUESTION_WORDS.search(text) is not None
        case CommentPolicy.MENTIONS:
            return re.search(rf"\[(?:club|public){group_id}\|", text) is not None
