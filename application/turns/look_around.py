"""Ask VK for what we did not see: the post and the thread before us, and who speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from application.deadlines.deadlines_around import post_above
from domain.answer import MAX_LINES
from domain.channel import Channel
from domain.community import CommunityError
from domain.conversation import Conversation
from domain.identifiers import PersonId
from domain.message import Message, WallSource, comment_natural_key
from domain.surroundings import NOTHING, EarlierComment, Surroundings, plain_name
from domain.turn import Turn
from ports.clock import Clock
from ports.log import Log
from ports.profiles import Profiles
from ports.storage import Storage, UnitOfWork
from ports.wall import Wall

REST: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What is known already. ``root_id`` is None when nothing can have been said before us."""

    place: WallSource | None = None
    has_post: bool = True
    root_id: int | None = None
    people: Mapping[PersonId, int] = field(default_factory=dict)


class LookAround:
    """
    - Only what was not seen is asked for, and only where the owner has given the means for it.
    - An answer does without it: when VK refuses or fails, nothing is asked for a minute.
    - It is read outside of any transaction, before the model is called.
    """

    def __init__(
        self, *, storage: Storage, wall: Wall | None, profiles: Profiles | None, clock: Clock, log: Log
    ) -> None:
        self._storage = storage
        self._wall = wall
        self._profiles = profiles
        self._clock = clock
        self._log = log
        self._rests_until: datetime | None = None

    @property
    def is_needed(self) -> bool:
        """Whether the owner has given any means for it."""
        return self._wall is not None or self._profiles is not None

    async def execute(self, turn: Turn) -> Surroundings:
        """Raises StorageUnavailableError."""
        rests = self._rests_until is not None and self._clock.now() < self._rests_until
        if not turn.channel.is_vk or rests or not self.is_needed:
            return NOTHING
        seen = await self._storage.read(lambda uow: _see(uow, turn))
        try:
            return await self._look(seen)
        except CommunityError as error:
            self._rests_until = self._clock.now() + REST
            self._log.warning("surroundings_not_seen", method=error.method, code=error.code, detail=error.detail)
            return NOTHING

    async def _look(self, seen: _Seen) -> Surroundings:
        post = await self._post(seen)
        earlier = await self._earlier(seen)
        vk_ids = {*seen.people.values(), *(comment.author_vk_id for comment in earlier)}
        called = await self._profiles.names(vk_ids) if self._profiles is not None and vk_ids else {}
        names = {vk_id: plain_name(name) for vk_id, name in called.items()}
        return Surroundings(
            post=post,
            earlier=[f"{_author(comment, names)}: {comment.text}" for comment in earlier],
            names={person: names[vk_id] for person, vk_id in seen.people.items() if names.get(vk_id)},
        )

    async def _post(self, seen: _Seen) -> str | None:
        if self._wall is None or seen.place is None or seen.has_post:
            return None
        return await self._wall.post(seen.place.owner_id, seen.place.post_id)

    async def _earlier(self, seen: _Seen) -> Sequence[EarlierComment]:
        if self._wall is None or seen.place is None or seen.root_id is None:
            return []
        thread = await self._wall.thread(seen.place.owner_id, seen.place.post_id, seen.root_id)
        return [comment for comment in thread if comment.comment_id < seen.place.comment_id]


async def _see(uow: UnitOfWork, turn: Turn) -> _Seen:
    asked = await uow.messages.of_turn(turn.id)
    if not asked:
        return _Seen()
    around = await uow.messages.before(turn.conversation_id, seq=None, limit=MAX_LINES)
    people = await _people(uow, around)
    if not isinstance(asked[0].source, WallSource) or turn.channel is not Channel.VK_COMMENT:
        return _Seen(people=people)
    first = next((said.source for said in around if isinstance(said.source, WallSource)), asked[0].source)
    return _Seen(
        place=first,
        has_post=await post_above(uow, asked[-1]) is not None,
        root_id=await _unseen_root(uow, await uow.conversations.get(turn.conversation_id), first),
        people=people,
    )


async def _people(uow: UnitOfWork, said: Sequence[Message]) -> dict[PersonId, int]:
    people = [await uow.people.get(id_) for id_ in {each.person_id for each in said if each.person_id}]
    return {person.id: person.vk_id for person in people if person.vk_id is not None and person.vk_id > 0}


async def _unseen_root(uow: UnitOfWork, thread: Conversation, first: WallSource) -> int | None:
    """The top-level comment of a thread whose beginning we did not see."""
    root_id = int(thread.key.rpartition(":")[2])
    known = await uow.messages.find(comment_natural_key(first.owner_id, root_id))
    return root_id if known is None else None


def _author(comment: EarlierComment, names: Mapping[int, str]) -> str:
    if comment.author_vk_id < 0:
        return "Сообщество / the community"
    return names.get(comment.author_vk_id) or "Участник / somebody"
