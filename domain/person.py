"""Who speaks: a VK user, a guest of the site, a registered user, an operator."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from domain.answering import DailyLimit
from domain.common_passwords import is_common
from domain.errors import InvalidLoginError, WeakPasswordError
from domain.identifiers import PersonId

LOGIN_PATTERN = re.compile(r"[A-Za-z0-9._@+-]{3,64}")
PASSWORD_LENGTHS = range(8, 129)


class PersonKind(StrEnum):
    VK = "vk"
    GUEST = "guest"
    USER = "user"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """
    ``vk_id`` is set for VK's people and communities (negative), ``login`` for users and operators.

    ``name`` is what VK last said that somebody is called; None until it was asked. ``daily_limit`` is of their own
    account, and stands before the setting.
    """

    id: PersonId
    kind: PersonKind
    created_at: datetime
    vk_id: int | None = None
    login: str | None = None
    password_hash: str | None = None
    blocked_at: datetime | None = None
    erased_at: datetime | None = None
    name: str | None = None
    daily_limit: DailyLimit | None = None

    @property
    def is_served(self) -> bool:
        """Neither blocked nor erased."""
        return self.blocked_at is None and self.erased_at is None

    def limit(self, configured: Decimal | None) -> Decimal | None:
        """What may be spent from their own account in a day, given the setting; None for no limit."""
        return configured if self.daily_limit is None else self.daily_limit.amount

    def erased(self, *, at: datetime) -> Self:
        """Nobody in particular any more; what was paid for stays theirs under the id."""
        return replace(self, vk_id=None, login=None, password_hash=None, name=None, erased_at=at)

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
    Accept any 8 to 128 characters that are neither the login nor guessed early (``is_common``).

    Raises WeakPasswordError. No composition rules: OWASP ASVS 5.0, 6.2.
    """
    if len(password) not in PASSWORD_LENGTHS or password.lower() == login or is_common(password):
        raise WeakPasswordError
