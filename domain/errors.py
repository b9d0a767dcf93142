"""
The errors of the core.

OtklikError
├── InvalidMoneyError          an amount that is no amount of roubles
├── InvalidTransitionError     a turn asked to do what its state does not allow
├── NotFoundError              nothing by that id, or nothing that this person may see
├── LeaseLostError             somebody else has taken the row over: stop silently
├── StorageUnavailableError    the database does not answer: nothing was stored
├── ForbiddenEventError        a VK event that is not ours to take
├── MissingRightsError         the VK token may not do what is needed
├── MisconfiguredError         a setting or a file that the owner has to mend before anything can run
├── AccountError
│   ├── LoginTakenError
│   ├── WeakPasswordError
│   ├── InvalidLoginError
│   ├── BadCredentialsError
│   ├── BlockedError           the owner does not want this person served
│   └── TooManyTriesError      wait before trying again
├── CommunityError             VK refused or did not answer (domain.community)
└── AnswerWriterError          the model refused or did not answer (domain.answer)
"""

from uuid import UUID


class OtklikError(Exception):
    """Whatever the core raises on purpose."""


class MisconfiguredError(OtklikError):
    """Its text names what is wrong and where, and repeats no secret."""


class InvalidMoneyError(OtklikError):
    def __init__(self, given: object) -> None:
        super().__init__(given)
        self.given = given

    def __str__(self) -> str:
        return f"not an amount of roubles with at most two decimals: {self.given!r}"


class InvalidTransitionError(OtklikError):
    def __init__(self, *, turn_id: UUID, state: str, wanted: str) -> None:
        super().__init__(turn_id, state, wanted)
        self.turn_id = turn_id
        self.state = state
        self.wanted = wanted

    def __str__(self) -> str:
        return f"turn {self.turn_id} is {self.state} and cannot become {self.wanted}"


class NotFoundError(OtklikError):
    def __init__(self, what: str, id_: object) -> None:
        super().__init__(what, id_)
        self.what = what
        self.id = id_

    def __str__(self) -> str:
        return f"no {self.what} {self.id}"


class LeaseLostError(OtklikError):
    """The row's lease token has moved on; whatever was being done belongs to another worker now."""

    def __init__(self, what: str, id_: object) -> None:
        super().__init__(what, id_)
        self.what = what
        self.id = id_

    def __str__(self) -> str:
        return f"the lease of {self.what} {self.id} was lost"


class StorageUnavailableError(OtklikError):
    """Nothing of the failed transaction was stored, or its outcome is unknown; keys make a repeat harmless."""


class ForbiddenEventError(OtklikError):
    """A callback whose secret or group is not ours. ``reason`` is safe to show: it repeats nothing received."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MissingRightsError(OtklikError):
    """``rights`` are VK's names of what the token may not do."""

    def __init__(self, rights: frozenset[str]) -> None:
        super().__init__(rights)
        self.rights = rights

    def __str__(self) -> str:
        return f"the VK token lacks the rights {', '.join(sorted(self.rights))}; make a key that has them"


class AccountError(OtklikError):
    """What went wrong with a login or a password."""


class LoginTakenError(AccountError):
    pass


class InvalidLoginError(AccountError):
    pass


class WeakPasswordError(AccountError):
    pass


class BadCredentialsError(AccountError):
    """Unknown login or wrong password: which of the two is not told."""


class BlockedError(AccountError):
    """The owner does not want this person served."""


class TooManyTriesError(AccountError):
    """``wait`` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait
