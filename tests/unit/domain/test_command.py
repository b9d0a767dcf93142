import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.command import MASK, CommandName, is_command, parse_command, says_password

BLANKS = st.text(" \t\n\u00a0", min_size=1, max_size=3)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1, max_size=20)
SECRET = "sesame-open-42"


@pytest.mark.parametrize("name", CommandName)
def test_is_the_command_when_its_word_follows_the_slash(name: CommandName) -> None:
    for text in (f"/{name}", f"/{name.upper()}", f"  /{name} \n", f"\u200b\ufeff/{name}"):
        command = parse_command(text)
        assert command is not None
        assert (command.name, command.is_masked, command.length) == (name, False, len(text))


@pytest.mark.parametrize("text", ["", "help", "и/или", "- /help", "\\help", "Как работает /login anna secret?"])
def test_is_no_command_when_it_does_not_begin_with_a_slash(text: str) -> None:
    assert parse_command(text) is None
    assert not is_command(text)
    assert not says_password(text)


@pytest.mark.parametrize(
    ("text", "login", "password", "kept"),
    [
        (f"/login anna {SECRET}", "anna", SECRET, "/login anna ***"),
        (f"/Register  anna\n{SECRET} \n", "anna", SECRET, "/Register anna ***"),
        (f"\u200b /login\tanna\u00a0{SECRET}", "anna", SECRET, "/login anna ***"),
        ("/register anna correct horse 9", "anna", "correct horse 9", "/register anna ***"),
        ("/login анна ***", "анна", "***", "/login анна ***"),
    ],
)
def test_masks_all_behind_the_login_when_a_password_is_given(text: str, login: str, password: str, kept: str) -> None:
    command = parse_command(text)

    assert command is not None
    assert (command.login, command.password, command.text) == (login, password, kept)
    assert command.is_masked
    assert SECRET not in repr(command)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"/login {SECRET}", "/login ***"),
        (f"/logn anna {SECRET}", "/logn ***"),
        (f"/login:anna:{SECRET}", "/login ***"),
        (f"/login,anna {SECRET}", "/login ***"),
        (f"/ login anna {SECRET}", "/ ***"),
        (f"//login anna {SECRET}", "/ ***"),
        ("/login", "/login"),
        ("/unheard_of", "/unheard_of"),
        ("/", "/"),
    ],
)
def test_keeps_nothing_but_the_word_when_it_cannot_tell_what_is_what(text: str, kept: str) -> None:
    command = parse_command(text)

    assert command is not None
    assert (command.text, command.login, command.password) == (kept, "", "")
    assert command.is_masked == (kept.endswith(MASK)) == says_password(text)
    assert SECRET not in repr(command)


def test_keeps_the_words_when_they_are_for_the_operator() -> None:
    command = parse_command("/operator перезвоните мне\nпожалуйста ")

    assert command is not None
    assert (command.argument, command.text) == (
        "перезвоните мне\nпожалуйста",
        "/operator перезвоните мне\nпожалуйста",
    )
    assert not command.is_masked


def test_is_unknown_when_the_word_is_too_long_or_goes_on() -> None:
    for text in ("/helper", "/help@bot", "/help,", "/" + "h" * 100):
        command = parse_command(text)
        assert command is not None
        assert command.name is None


@given(word=st.sampled_from(["login", "register", "LOGIN", "logn", "x"]), login=WORDS, password=WORDS, gap=BLANKS)
def test_never_keeps_the_password_whatever_it_is(word: str, login: str, password: str, gap: str) -> None:
    secret = f"<{password}>"
    command = parse_command(f"/{word}{gap}{login}{gap}{secret}")

    assert command is not None
    assert secret not in command.text.replace(login, "")
    assert secret not in repr(command).replace(login, "").replace(repr(login), "")
    assert command.is_masked


@given(st.text(max_size=200))
def test_reads_any_text(text: str) -> None:
    command = parse_command(text)

    assert (command is not None) == is_command(text)
    if command is not None:
        assert command.length == len(text)
        again = parse_command(command.text)
        assert again is not None
        assert again.text == command.text
