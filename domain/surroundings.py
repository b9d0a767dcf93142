"""What VK was asked for around a message: what stood there before us, and who speaks."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.identifiers import PersonId

NAME_LENGTH: Final = 40
_IN_NAMES: Final = frozenset(" -'’.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierComment:
    """One that was written before we listened; ``author_vk_id`` is negative for a community."""

    comment_id: int
    author_vk_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``post`` is one that we did not see, ``earlier`` what was said in the thread before us, each with its author."""

    post: str | None = None
    earlier: Sequence[str] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)


NOTHING: Final = Surroundings()


def plain_name(given: str) -> str:
    """
    A name that is only a name: letters with their marks, blanks, hyphens, apostrophes and dots, forty at most.

    People call themselves what they like; whatever else is in it is left out.
    """
    kept = (sign if _is_in_names(sign) else " " for sign in given)
    return " ".join("".join(kept).split())[:NAME_LENGTH].strip()


def _is_in_names(sign: str) -> bool:
    return sign in _IN_NAMES or unicodedata.category(sign)[0] in "LM"
