"""Ask VK what the people are called whose conversations somebody looks at."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from domain.community import CommunityError
from domain.person import Person
from ports.clock import Clock
from ports.log import Log
from ports.profiles import Profiles
from ports.storage import Storage

REST: Final = timedelta(minutes=1)
LONGEST: Final = 100
"""Characters of a name."""


class NamePeople:
    """
    - What VK says is kept, so that it is known without asking, also when VK does not answer.
    - When VK refuses or fails, nothing is asked for a minute: a page does not wait for it again and again.
    """

    def __init__(self, *, storage: Storage, profiles: Profiles | None, clock: Clock, log: Log) -> None:
        """Without ``profiles`` nobody is asked."""
        self._storage = storage
        self._profiles = profiles
        self._clock = clock
        self._log = log
        self._rests_until: datetime | None = None

    async def execute(self, people: Iterable[Person | None]) -> bool:
        """Tell whether somebody's name is another one now. Raises StorageUnavailableError."""
        asked = {person.vk_id: person for person in people if person is not None and person.vk_id is not None}
        people_of_vk = {vk_id: person for vk_id, person in asked.items() if vk_id > 0}
        if self._profiles is None or not people_of_vk or self._rests():
            return False
        try:
            called = await self._profiles.names(people_of_vk)
        except CommunityError as error:
            self._rests_until = self._clock.now() + REST
            self._log.warning("people_not_named", method=error.method, code=error.code, detail=error.detail)
            return False
        names = {vk_id: name.strip()[:LONGEST] for vk_id, name in called.items() if name.strip()}
        changed = {people_of_vk[vk_id].id: name for vk_id, name in names.items() if name != people_of_vk[vk_id].name}
        if changed:
            await self._storage.run(lambda uow: uow.people.keep_names(changed))
        return bool(changed)

    def _rests(self) -> bool:
        return self._rests_until is not None and self._clock.now() < self._rests_until
