"""What every store of conversations must do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.channel import Channel
from domain.conversation import Conversation, dialog_key
from domain.errors import NotFoundError
from domain.identifiers import ConversationId
from ports.storage import Storage
from tests.contracts.rows import LAPSED, LONG, add_conversation, add_person, get_conversation
from tests.factories import MOMENT, make_conversation, make_id


async def by_key(storage: Storage, new: Conversation) -> Conversation:
    return await storage.run(lambda uow: uow.conversations.by_key(new.key, new=new))


async def take_over(storage: Storage, id_: ConversationId, *, lasting: timedelta) -> None:
    await storage.run(lambda uow: uow.conversations.take_over(id_, by="ann", lasting=lasting))


class ConversationRepositoryContract:
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        person = await add_person(storage)

        added = await add_conversation(
            storage, channel=Channel.VK_MESSAGE, key=dialog_key(2_000_000_001), person_id=person.id
        )

        assert await get_conversation(storage, added.id) == added

    async def test_raises_when_the_id_is_unknown(self, storage: Storage) -> None:
        unknown = ConversationId(make_id())

        with pytest.raises(NotFoundError) as caught:
            await storage.read(lambda uow: uow.conversations.get(unknown))
        assert caught.value.id == unknown
        with pytest.raises(NotFoundError):
            await storage.run(lambda uow: uow.conversations.lock(unknown))

    async def test_gives_the_conversation_when_locked(self, storage: Storage) -> None:
        added = await add_conversation(storage)

        assert await storage.run(lambda uow: uow.conversations.lock(added.id)) == added

    async def test_finds_nothing_when_the_key_is_unknown(self, storage: Storage) -> None:
        assert await storage.read(lambda uow: uow.conversations.find("unknown")) is None

    async def test_finds_it_when_the_key_is_known(self, storage: Storage) -> None:
        added = await add_conversation(storage)
        await add_conversation(storage)

        assert await storage.read(lambda uow: uow.conversations.find(added.key)) == added

    async def test_stores_the_new_one_when_the_key_is_unknown(self, storage: Storage) -> None:
        new = make_conversation()

        assert await by_key(storage, new) == new
        assert await get_conversation(storage, new.id) == new

    async def test_gives_the_stored_one_when_the_key_is_known(self, storage: Storage) -> None:
        known = await add_conversation(storage)

        assert await by_key(storage, make_conversation(key=known.key)) == known

    async def test_stores_one_when_many_come_with_one_key(self, storage: Storage) -> None:
        key = dialog_key(7)

        found = await asyncio.gather(*(by_key(storage, make_conversation(key=key)) for _ in range(5)))

        assert len({conversation.id for conversation in found}) == 1

    async def test_is_taken_over_for_the_time_given(self, storage: Storage) -> None:
        taken, lapsed, other = [await add_conversation(storage) for _ in range(3)]

        await take_over(storage, taken.id, lasting=LONG)
        await take_over(storage, lapsed.id, lasting=LAPSED)

        assert await by_key(storage, taken) == replace(taken, is_taken_over=True)
        assert await get_conversation(storage, taken.id) == replace(taken, is_taken_over=True)
        assert await get_conversation(storage, lapsed.id) == lapsed
        assert await get_conversation(storage, other.id) == other

    async def test_is_taken_over_no_longer_when_handed_back(self, storage: Storage) -> None:
        taken = await add_conversation(storage)
        await take_over(storage, taken.id, lasting=LONG)

        for _ in range(2):
            await storage.run(lambda uow: uow.conversations.hand_back(taken.id))

        assert await get_conversation(storage, taken.id) == taken

    async def test_is_not_found_when_an_unknown_one_is_taken_over(self, storage: Storage) -> None:
        unknown = make_conversation().id

        with pytest.raises(NotFoundError):
            await take_over(storage, unknown, lasting=LONG)
        with pytest.raises(NotFoundError):
            await storage.run(lambda uow: uow.conversations.hand_back(unknown))

    async def test_lists_chats_latest_first_when_they_belong_to_the_person(self, storage: Storage) -> None:
        person, stranger = await add_person(storage), await add_person(storage)
        chats = [
            await add_conversation(storage, person_id=person.id, created_at=MOMENT + timedelta(hours=hours))
            for hours in range(3)
        ]
        await add_conversation(storage, person_id=person.id, channel=Channel.VK_MESSAGE)
        await add_conversation(storage, person_id=stranger.id)
        await add_conversation(storage)

        latest = await storage.read(lambda uow: uow.conversations.of_person(person.id, limit=2))

        assert list(latest) == [chats[2], chats[1]]

    async def test_belongs_to_the_user_when_handed_over(self, storage: Storage) -> None:
        guest, user, other = await add_person(storage), await add_person(storage), await add_person(storage)
        begun = await add_conversation(storage, person_id=guest.id)
        untouched = await add_conversation(storage, person_id=other.id)

        await storage.run(lambda uow: uow.conversations.hand_over(from_person=guest.id, to_person=user.id))

        assert (await get_conversation(storage, begun.id)).person_id == user.id
        assert await get_conversation(storage, untouched.id) == untouched
        assert not await storage.read(lambda uow: uow.conversations.of_person(guest.id, limit=10))
