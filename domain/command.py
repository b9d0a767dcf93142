"""Commands: what a person says with a slash in front, to the house rather than to the model."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class CommandName(StrEnum):
    HELP = "help"
    REGISTER = "register"
    LOGIN = "login"
    LOGOUT = "logout"
    BALANCE = "balance"
    DEADLINES = "deadlines"
    NEW = "new"
    OPERATOR = "operator"


WITH_PASSWORD: Final = frozenset({CommandName.REGISTER, CommandName.LOGIN})
SITE_ONLY: Final = WITH_PASSWORD | {CommandName.LOGOUT, CommandName.NEW}
"""They change a session of the site, which VK has none of."""

MASK: Final = "***"
# What cannot be seen before the slash must not keep a password from being recognised as one.
_COMMAND = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*/(\w{0,32})(.*)", re.DOTALL)
_NAMES = {name.value: name for name in CommandName}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """
    ``name`` is None for an unknown command, ``word`` what stood after the slash, ``length`` that of the whole text.

    ``text`` is what may be stored and shown; ``is_masked`` tells that something of what was typed is not in it.
    ``argument`` is what followed the word of a command that takes no password.
    """

    name: CommandName | None
    word: str
    text: str
    length: int
    is_masked: bool = False
    argument: str = ""
    login: str = ""
    password: str = field(default="", repr=False)


def parse_command(text: str) -> Command | None:
    """
    Read a message that begins with a slash; None for any other.

    The password is all that follows the login, less the blanks around it. Of an unknown command nothing but its word
    is kept: it may be a mistyped login.
    """
    found = _COMMAND.fullmatch(text)
    if found is None:
        return None
    word, rest = found.groups()
    name = _NAMES.get(word.lower()) if not rest or rest[0].isspace() else None
    if name in WITH_PASSWORD:
        return _with_password(name, word, rest, len(text))
    if name is None:
        return _masked(None, word, rest, len(text))
    return Command(name=name, word=word, text=text.strip(), length=len(text), argument=rest.strip())


def is_command(text: str) -> bool:
    return _COMMAND.fullmatch(text) is not None


def says_password(text: str) -> bool:
    """Whether there may be a password in it: then it must be kept nowhere as it was typed."""
    command = parse_command(text)
    return command is not None and command.is_masked


def _with_password(name: CommandName | None, word: str, rest: str, length: int) -> Command:
    parts = rest.split(maxsplit=1)
    if len(parts) < 2:  # noqa: PLR2004 - a login and a password
        # One word alone may be either of the two.
        return _masked(name, word, rest, length)
    login, password = parts
    return Command(
        name=name,
        word=word,
        text=f"/{word} {login} {MASK}",
        length=length,
        is_masked=True,
        login=login,
        password=password.strip(),
    )


def _masked(name: CommandName | None, word: str, rest: str, length: int) -> Command:
    is_masked = bool(rest.strip())
    text = f"/{word} {MASK}" if is_masked else f"/{word}"
    return Command(name=name, word=word, text=text, length=length, is_masked=is_masked)
