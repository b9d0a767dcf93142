"""Commands that change the visitor's session: the same as the frames of that name do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from application.accounts.log_in import LogIn
from application.accounts.log_out import LogOut
from application.accounts.register import Register
from application.chat.open_chat import OpenChat
from application.chat.visitor import Visitor
from application.commands.words import words
from domain.command import WITH_PASSWORD, Command, CommandName
from domain.errors import (
    AccountError,
    BadCredentialsError,
    BlockedError,
    InvalidLoginError,
    LoginTakenError,
    TooManyTriesError,
    WeakPasswordError,
)
from domain.person import PersonKind
from ports.storage import UnitOfWork


class Effect(StrEnum):
    NONE = "none"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    OPENED = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """``text`` is the answer; ``visitor`` is who the session speaks for from now on."""

    text: str
    visitor: Visitor
    effect: Effect = Effect.NONE


Change = Callable[[UnitOfWork], Awaitable[Changed]]
"""What is to be done in the transaction that records the command."""

_REFUSALS: Final[dict[type[AccountError], str]] = {
    LoginTakenError: "login_taken",
    InvalidLoginError: "invalid_login",
    WeakPasswordError: "weak_password",
    BadCredentialsError: "bad_credentials",
    BlockedError: "blocked",
    TooManyTriesError: "too_many_tries",
}


class ChangeSession:
    """
    - Passwords are hashed before the transaction; what is refused is said in the answer.
    - The other sockets of the session are told once it is stored.
    """

    def __init__(self, *, register: Register, log_in: LogIn, log_out: LogOut, open_chat: OpenChat) -> None:
        self._register = register
        self._log_in = log_in
        self._log_out = log_out
        self._open_chat = open_chat

    async def prepare(self, visitor: Visitor, command: Command, *, lang: str) -> Change | None:
        """None for a command that changes no session. Raises StorageUnavailableError."""
        if command.name in WITH_PASSWORD:
            return await self._prepare_sign_in(visitor, command, lang)
        if command.name is CommandName.LOGOUT:
            return self._leaving(visitor, lang)
        if command.name is CommandName.NEW:
            return self._beginning(visitor, lang)
        return None

    async def tell(self, changed: Changed) -> None:
        """Tell the session's sockets what has been stored."""
        if changed.effect is Effect.SIGNED_IN:
            await self._log_in.tell(changed.visitor)
        elif changed.effect is Effect.SIGNED_OUT:
            await self._log_out.tell(changed.visitor)

    async def _prepare_sign_in(self, visitor: Visitor, command: Command, lang: str) -> Change:
        if not command.password:
            return _stays(visitor, words("needs_password", lang, word=command.word))
        is_new = command.name is CommandName.REGISTER
        try:
            if is_new:
                sign_in = await self._register.prepare(visitor, login=command.login, password=command.password)
            else:
                sign_in = await self._log_in.prepare(visitor, login=command.login, password=command.password)
        except AccountError as error:
            return _stays(visitor, _refusal(error, visitor, lang))

        async def change(uow: UnitOfWork) -> Changed:
            try:
                signed_in = await sign_in(uow)
            except AccountError as error:
                # Somebody was quicker with that login; the statement that failed has changed nothing.
                return Changed(text=_refusal(error, visitor, lang), visitor=visitor)
            text = words("registered" if is_new else "signed_in", lang, login=signed_in.person.login)
            return Changed(text=text, visitor=signed_in, effect=Effect.SIGNED_IN)

        return change

    def _leaving(self, visitor: Visitor, lang: str) -> Change:
        async def change(uow: UnitOfWork) -> Changed:
            await self._log_out.end(uow, visitor)
            return Changed(text=words("signed_out", lang), visitor=visitor, effect=Effect.SIGNED_OUT)

        return change

    def _beginning(self, visitor: Visitor, lang: str) -> Change:
        async def change(uow: UnitOfWork) -> Changed:
            moved = await self._open_chat.move(uow, visitor, None)
            return Changed(text=words("new", lang), visitor=moved, effect=Effect.OPENED)

        return change


def _stays(visitor: Visitor, text: str) -> Change:
    async def change(_uow: UnitOfWork) -> Changed:
        return Changed(text=text, visitor=visitor)

    return change


def _refusal(error: AccountError, visitor: Visitor, lang: str) -> str:
    is_in = isinstance(error, LoginTakenError) and visitor.person.kind is not PersonKind.GUEST
    return words("already_in" if is_in else _REFUSALS[type(error)], lang)
