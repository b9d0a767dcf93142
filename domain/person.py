"""Who speaks: a VK user, a guest of the site, a registered user, an operator."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from domain.errors import InvalidLoginError, WeakPasswordError
from domain.identifiers import PersonId

LOGIN_PATTERN = re.compile(r"[A-Za-z0-9._@+-]{3,64}")
PASSWORD_LENGTHS = range(8, 129)
# The head of every published list of leaked passwords; the length rule refuses the rest of those lists' heads.
COMMON_PASSWORDS = frozenset(
    """
    12345678 123456789 1234567890 11111111 00000000 88888888 12341234 87654321 password password1 password123
    passw0rd p@ssw0rd qwertyui qwertyuiop qwerty123 qwerty12 1q2w3e4r 1qaz2wsx q1w2e3r4 q1w2e3r4t5 1q2w3e4r5t
    zaq12wsx iloveyou sunshine princess football baseball superman trustno1 starwars whatever letmein1 welcome1
    admin123 administrator changeme abcd1234 asdfghjk asdfghjkl zxcvbnm1 computer internet michelle jennifer
    йцукенгш йцукенгшщ пароль123 йцукен123 любовь123 qazwsxedc 123123123 147258369 987654321 0987654321
    """.split()  # noqa: SIM905 - a word list is read more easily than a hundred quotes
)


class PersonKind(StrEnum):
    VK = "vk"
    GUEST = "guest"
    USER = "user"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``vk_id`` is set for VK's people and communities (negative), ``login`` for users and operators."""

    id: PersonId
    kind: PersonKind
    created_at: datetime
    vk_id: int | None = None
    login: str | None = None
    password_hash: str | None = None
    blocked_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def is_served(self) -> bool:
        """Neither blocked nor erased."""
        return self.blocked_at is None and self.erased_at is None

    def erased(self, *, at: datetime) -> Self:
        """Nobody in particular any more; what was paid for stays theirs under the id."""
        return replace(self, vk_id=None, login=None, password_hash=None, erased_at=at)

    def __repr__(self) -> str:
        return f"Person(id={self.id}, kind={self.kind})"


def normalise_login(given: str) -> str:
    """
    The form under which a login is unique: no outer blanks, lower case.

    Raises InvalidLoginError for what is not 3 to 64 of letters, digits and ``._@+-``.
    """
    login = given.strip().lower()
    if not LOGIN_PATTERN.fullmatch(login):
        raise InvalidLoginError
    return login


def check_password(password: str, login: str) -> None:
    """
    Accept any 8 to 128 characters that are neither the login nor among the commonest passwords.

    Raises WeakPasswordError. No composition rules: OWASP ASVS 5.0, 6.2.
    """
    lowered = password.lower()
    if len(password) not in PASSWORD_LENGTHS or lowered == login or lowered in COMMON_PASSWORDS:
        raise WeakPasswordError
    if len(set(password)) < 3:  # noqa: PLR2004 - "aaaaaaaa" and "abababab" fall with the first guess
        raise WeakPasswordError
