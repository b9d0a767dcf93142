"""What went wrong, as a page for a person."""

from typing import Final

from adapters.inbound.console.html import Html, fill
from adapters.inbound.console.words import Words
from domain.errors import InvalidTransitionError, NotFoundError, OtklikError, StorageUnavailableError

_NAMES: Final[tuple[tuple[type[OtklikError], int, str], ...]] = (
    (NotFoundError, 404, "not_found"),
    (InvalidTransitionError, 409, "not_possible"),
    (StorageUnavailableError, 503, "unavailable"),
)


def problem_of(error: OtklikError, words: Words) -> tuple[int, str, Html]:
    """
    HTTP status, title and body.

    The core's own words for a wrong input are told as they are: they name what is wrong and repeat no secret.
    """
    status, name = next(((status, name) for kind, status, name in _NAMES if isinstance(error, kind)), (400, "invalid"))
    title = words[f"{name}_title"]
    said = str(error) if name == "invalid" else words[name]
    return status, title, problem_page(words, title, said)


def problem_page(words: Words, title: str, said: str) -> Html:
    return fill("problem", {"problem_title": title, "said": said}, words)
