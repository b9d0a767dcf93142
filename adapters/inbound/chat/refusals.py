"""One table: which error of the core is which error frame."""

from typing import Final

from adapters.inbound.chat.frames import ErrorFrame
from adapters.inbound.chat.words import words
from application.chat.post_message import EmptyMessageError, MessageTooLongError
from domain.errors import (
    BadCredentialsError,
    BlockedError,
    InvalidLoginError,
    InvalidTransitionError,
    LoginTakenError,
    NotFoundError,
    OtklikError,
    StorageUnavailableError,
    TooManyTriesError,
    WeakPasswordError,
)

REFUSALS: Final[dict[type[OtklikError], tuple[str, str]]] = {
    NotFoundError: ("not_found", "not_found"),
    LoginTakenError: ("login_taken", "login_taken"),
    InvalidLoginError: ("bad_frame", "invalid_login"),
    WeakPasswordError: ("weak_password", "weak_password"),
    BadCredentialsError: ("bad_credentials", "bad_credentials"),
    BlockedError: ("forbidden", "blocked"),
    TooManyTriesError: ("rate_limited", "too_many_tries"),
    EmptyMessageError: ("bad_frame", "empty"),
    MessageTooLongError: ("too_large", "too_large"),
    InvalidTransitionError: ("forbidden", "not_retryable"),
    StorageUnavailableError: ("unavailable", "unavailable"),
}
"""Error to code and words."""

RETRY_AFTER: Final = 3.0


def refuse(error: OtklikError, *, lang: str, ref: str | None) -> ErrorFrame:
    """An error that has no row here is ours."""
    code, key = REFUSALS.get(type(error), ("internal", "internal"))
    most = error.most if isinstance(error, MessageTooLongError) else 0
    retry_after = RETRY_AFTER if code == "unavailable" else None
    if isinstance(error, TooManyTriesError):
        retry_after = error.wait
    return ErrorFrame(ref=ref, code=code, message=words(key, lang, most=most), retry_after=retry_after)
