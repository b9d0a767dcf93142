"""What errors look like to a visitor: a code of the protocol and words in two languages."""

import re
from string import Formatter
from typing import Final

import pytest

from adapters.inbound.chat.refusals import REFUSALS, RETRY_AFTER, refuse
from adapters.inbound.chat.words import WORDS, words
from application.chat.post_message import MessageTooLongError
from domain.community import CommunityError
from domain.errors import (
    AccountError,
    ForbiddenEventError,
    InvalidMoneyError,
    LeaseLostError,
    MisconfiguredError,
    MissingRightsError,
    NotFoundError,
    OtklikError,
    StorageUnavailableError,
)
from tests.factories import make_id

CODES: Final = {
    *("bad_frame", "too_large", "hello_required", "unsupported_protocol", "forbidden", "not_found", "login_taken"),
    *("weak_password", "bad_credentials", "rate_limited", "answers_exhausted", "balance_exhausted", "unavailable"),
    "internal",
}
"""All that protocol 1 knows."""

NO_ANSWER_TO_A_VISITOR: Final = {
    # Of the core, met elsewhere.
    *(AccountError, ForbiddenEventError, InvalidMoneyError, LeaseLostError, MisconfiguredError, MissingRightsError),
}


def core_errors() -> set[type[OtklikError]]:
    """Those of the core's own tree and of the chat's use cases."""
    found: set[type[OtklikError]] = set()
    waiting = list(OtklikError.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__ == "domain.errors" or kind.__module__.startswith("application.chat"):
            found.add(kind)
    return found


def test_every_error_a_visitor_can_cause_has_a_row() -> None:
    assert core_errors() - set(REFUSALS) == NO_ANSWER_TO_A_VISITOR


@pytest.mark.parametrize("kind", REFUSALS)
def test_row_names_a_code_of_the_protocol_and_words_that_exist(kind: type[OtklikError]) -> None:
    code, key = REFUSALS[kind]

    assert code in CODES
    assert key in WORDS["ru"]
    assert key in WORDS["en"]


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_tells_how_much_is_allowed_when_a_message_is_too_long(lang: str) -> None:
    frame = refuse(MessageTooLongError(length=9_000, most=8_000), lang=lang, ref="r")

    assert (frame.code, frame.ref, frame.retry_after) == ("too_large", "r", None)
    assert "8000" in frame.message


def test_tells_when_to_come_back_when_the_storage_is_down() -> None:
    frame = refuse(StorageUnavailableError(), lang="ru", ref=None)

    assert (frame.code, frame.retry_after) == ("unavailable", RETRY_AFTER)


@pytest.mark.parametrize(
    "error",
    [CommunityError(method="wall.createComment", code=5, detail="canary"), InvalidMoneyError("canary")],
)
def test_says_nothing_about_an_error_of_ours(error: OtklikError) -> None:
    frame = refuse(error, lang="en", ref=None)

    assert (frame.code, frame.message) == ("internal", words("internal", "en"))


def test_never_repeats_what_was_asked_for() -> None:
    assert "canary" not in refuse(NotFoundError("turn", f"canary {make_id()}"), lang="ru", ref=None).message


class TestWords:
    def test_are_the_same_keys_in_both_languages(self) -> None:
        assert WORDS["ru"].keys() == WORDS["en"].keys()

    @pytest.mark.parametrize("key", WORDS["ru"])
    def test_have_the_same_places_to_fill_in(self, key: str) -> None:
        places = {lang: {name for _, name, _, _ in Formatter().parse(WORDS[lang][key]) if name} for lang in WORDS}

        assert places["ru"] == places["en"]
        assert "{" not in words(key, "ru", **dict.fromkeys(places["ru"], 1))

    @pytest.mark.parametrize("key", WORDS["ru"])
    def test_are_in_their_language(self, key: str) -> None:
        assert re.search("[а-я]", WORDS["ru"][key])
        assert not re.search("[а-яё]", WORDS["en"][key])
