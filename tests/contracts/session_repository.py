"""What every store of sessions must do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import NotFoundError
from domain.identifiers import SessionId
from domain.session import Session, hash_token
from ports.storage import Storage
from tests.contracts.rows import add_conversation, add_person
from tests.factories import MOMENT, make_id, make_session

SOON = MOMENT + timedelta(minutes=5)


async def add_session(storage: Storage, token: str) -> Session:
    person = await add_person(storage)
    conversation = await add_conversation(storage, person_id=person.id)
    session = make_session(token, person_id=person.id, conversation_id=conversation.id)
    await storage.run(lambda uow: uow.sessions.add(session))
    return session


async def get(storage: Storage, id_: SessionId) -> Session:
    return await storage.read(lambda uow: uow.sessions.get(id_))


async def by_token(storage: Storage, token: str) -> Session | None:
    return await storage.read(lambda uow: uow.sessions.by_token_hash(hash_token(token)))


class SessionRepositoryContract:
    async def test_keeps_every_field_when_added(self, storage: Storage) -> None:
        session = await add_session(storage, "a token")

        assert await get(storage, session.id) == session

    async def test_raises_when_the_id_is_unknown(self, storage: Storage) -> None:
        with pytest.raises(NotFoundError):
            await get(storage, SessionId(make_id()))

    async def test_is_found_by_its_token_when_there_are_several(self, storage: Storage) -> None:
        first, second = await add_session(storage, "first"), await add_session(storage, "second")

        assert await by_token(storage, "first") == first
        assert await by_token(storage, "second") == second
        assert await by_token(storage, "third") is None

    async def test_notes_the_step_when_touched(self, storage: Storage) -> None:
        session = await add_session(storage, "a token")
        elsewhere = await add_conversation(storage)

        await storage.run(lambda uow: uow.sessions.touch(session.id, seen_at=SOON, conversation_id=elsewhere.id))

        assert await get(storage, session.id) == replace(session, seen_at=SOON, conversation_id=elsewhere.id)

    async def test_has_a_new_token_and_owner_when_rotated(self, storage: Storage) -> None:
        session = await add_session(storage, "old")
        owner, conversation = await add_person(storage), await add_conversation(storage)
        token_hash = hash_token("new")

        await storage.run(
            lambda uow: uow.sessions.rotate(
                session.id, token_hash=token_hash, person_id=owner.id, conversation_id=conversation.id
            )
        )

        rotated = replace(session, token_hash=token_hash, person_id=owner.id, conversation_id=conversation.id)
        assert await by_token(storage, "new") == rotated
        assert await by_token(storage, "old") is None

    async def test_is_dead_but_found_when_ended(self, storage: Storage) -> None:
        session = await add_session(storage, "a token")

        await storage.run(lambda uow: uow.sessions.end(session.id, at=SOON, reason="signed out"))

        ended = await by_token(storage, "a token")
        assert ended == replace(session, ended_at=SOON, end_reason="signed out")
        assert not ended.is_alive(SOON)

    async def test_keeps_the_first_end_when_ended_twice(self, storage: Storage) -> None:
        session = await add_session(storage, "a token")
        later = SOON + timedelta(hours=1)

        await storage.run(lambda uow: uow.sessions.end(session.id, at=SOON, reason="signed out"))
        await storage.run(lambda uow: uow.sessions.end(session.id, at=later, reason="blocked"))

        assert await get(storage, session.id) == replace(session, ended_at=SOON, end_reason="signed out")

    async def test_leaves_others_alone_when_one_is_ended(self, storage: Storage) -> None:
        ended, other = await add_session(storage, "ended"), await add_session(storage, "other")

        await storage.run(lambda uow: uow.sessions.end(ended.id, at=SOON, reason="signed out"))

        assert await get(storage, other.id) == other
