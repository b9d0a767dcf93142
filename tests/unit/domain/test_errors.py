import pytest

from domain.errors import (
    AccountError,
    BadCredentialsError,
    ForbiddenEventError,
    InvalidLoginError,
    LeaseLostError,
    LoginTakenError,
    NotFoundError,
    OtklikError,
    StorageUnavailableError,
    WeakPasswordError,
)


def test_names_what_and_which_when_nothing_is_found() -> None:
    error = NotFoundError("turn", 7)

    assert (str(error), error.what, error.id) == ("no turn 7", "turn", 7)


def test_names_what_and_which_when_a_lease_was_lost() -> None:
    error = LeaseLostError("turn", 7)

    assert (str(error), error.what, error.id) == ("the lease of turn 7 was lost", "turn", 7)


def test_gives_its_reason_when_an_event_is_not_ours() -> None:
    assert ForbiddenEventError("wrong secret").reason == "wrong secret"


@pytest.mark.parametrize("error", [LoginTakenError, InvalidLoginError, WeakPasswordError, BadCredentialsError])
def test_is_caught_as_one_when_it_is_about_an_account(error: type[OtklikError]) -> None:
    assert issubclass(error, AccountError)


def test_is_caught_as_ours_when_storage_is_down() -> None:
    assert issubclass(StorageUnavailableError, OtklikError)
