"""People."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from domain.identifiers import PersonId
from domain.person import Person


class PersonRepository(Protocol):
    async def add(self, person: Person) -> None:
        """Raises LoginTakenError when the login belongs to somebody already."""
        ...

    async def get(self, id_: PersonId) -> Person:
        """Raises NotFoundError."""
        ...

    async def lock(self, id_: PersonId) -> Person:
        """Its row is locked until the end of the transaction. Raises NotFoundError."""
        ...

    async def save(self, person: Person) -> None:
        """Whatever may change of one that was locked. Raises LoginTakenError."""
        ...

    async def latest(self, *, limit: int) -> Sequence[Person]:
        """Users, operators and people of VK, not the guests; latest first."""
        ...

    async def erased_since(self, moment: datetime) -> Sequence[Person]: ...

    async def by_vk_id(self, vk_id: int, *, new: Person) -> Person:
        """The person with that VK id; ``new`` is stored and returned when there is none yet."""
        ...

    async def find_vk(self, vk_id: int) -> Person | None: ...

    async def keep_names(self, names: Mapping[PersonId, str]) -> None:
        """What they are called at VK, 255 characters at most; whoever is erased stays without a name."""
        ...

    async def by_login(self, login: str) -> Person | None:
        """``login`` in its normalised form."""
        ...

    async def become_user(self, id_: PersonId, *, login: str, password_hash: str) -> Person:
        """Turn a guest into a registered user. Raises LoginTakenError, NotFoundError."""
        ...

    async def count_answer(self, id_: PersonId, *, day: date, limit: int) -> bool:
        """
        Count one more answer of that day unless ``limit`` is reached (0 = no limit); tell whether it was counted.

        One conditional statement: cannot be raced.
        """
        ...

    async def uncount_answer(self, id_: PersonId, *, day: date) -> None:
        """Take one back, after a turn that came to nothing."""
        ...

    async def answers_on(self, id_: PersonId, *, day: date) -> int: ...
