import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidLoginError, WeakPasswordError
from domain.person import LOGIN_PATTERN, check_password, normalise_login
from tests.factories import make_user

LOGINS = st.from_regex(LOGIN_PATTERN, fullmatch=True)


@given(LOGINS)
def test_is_one_login_when_only_case_or_outer_blanks_differ(login: str) -> None:
    normalised = normalise_login(login)

    assert normalised == normalise_login(f" {login.upper()}\n") == normalise_login(normalised)


@given(st.text())
def test_is_normalised_or_refused_when_any_text_is_given(text: str) -> None:
    try:
        login = normalise_login(text)
    except InvalidLoginError:
        return
    assert LOGIN_PATTERN.fullmatch(login)
    assert login == login.lower()


@pytest.mark.parametrize("login", ["", "ab", "a" * 65, "anna maria", "анна", "anna\u0000", "<b>anna</b>", "a\nbc"])
def test_raises_when_the_login_is_not_of_the_form(login: str) -> None:
    with pytest.raises(InvalidLoginError):
        normalise_login(login)


@pytest.mark.parametrize("login", ["abc", "a" * 64, "anna@example.com", "anna_b-c.d+e"])
def test_takes_the_login_when_it_is_of_the_form(login: str) -> None:
    assert normalise_login(login) == login


@pytest.mark.parametrize("password", ["три слова подряд", "12345679012", "x1 " * 43, "🎄🎁🎅☃️🎄🎁🎅", "hunter2hunter3"])
def test_takes_the_password_when_it_is_long_enough_and_not_common(password: str) -> None:
    check_password(password[:128], "anna")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "1234abc",
        "x1y" * 43,
        "aaaaaaaa",
        "abababab",
        "        ",
        "anna@example.com",
        "ANNA@example.com",
        "QwertyUiop",
    ],
)
def test_raises_when_the_password_is_easily_guessed(password: str) -> None:
    with pytest.raises(WeakPasswordError):
        check_password(password, "anna@example.com")


def test_shows_neither_login_nor_hash_when_printed() -> None:
    person = make_user("anna@example.com", password_hash="$argon2id$secret")

    assert "anna" not in repr(person)
    assert "argon" not in repr(person)
    assert str(person.id) in repr(person)
