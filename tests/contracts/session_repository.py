"""What every store of sessions must do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.errors import NotFoundError
from domain.identifiers import SessionId
from domain.session import ABSOLUTE_LIFETIME, IDLE_LIFETIME, Session, hash_token
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


async def add(storage: Storage, session: Session) -> None:
    await storage.run(lambda uow: uow.sessions.add(session))


async def touch(storage: Storage, session: Session, *, seen_at: datetime) -> None:
    await storage.run(
        lambda uow: uow.sessions.touch(session.id, seen_at=seen_at, conversation_id=session.conversation_id)
    )


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

    async def test_of_one_person_are_ended_together_but_the_one_that_stays(self, storage: Storage) -> None:
        stays, other = await add_session(storage, "stays"), await add_session(storage, "another person's")
        gone = make_session("gone", person_id=stays.person_id, conversation_id=stays.conversation_id)
        ended = replace(make_session("ended", person_id=stays.person_id), ended_at=MOMENT, end_reason="expired")
        for each in (gone, ended):
            await add(storage, each)

        told = await storage.run(
            lambda uow: uow.sessions.end_all(stays.person_id, at=SOON, reason="blocked", but=stays.id)
        )

        assert list(told) == [gone.id]
        assert await get(storage, gone.id) == replace(gone, ended_at=SOON, end_reason="blocked")
        assert [await get(storage, each.id) for each in (stays, other, ended)] == [stays, other, ended]

    async def test_whose_lifetime_is_over_are_ended(self, storage: Storage) -> None:
        idle, old, alive = [await add_session(storage, token) for token in ("idle", "old", "alive")]
        now = MOMENT + ABSOLUTE_LIFETIME
        for session, seen_at in ((idle, now - IDLE_LIFETIME), (old, now)):
            await touch(storage, session, seen_at=seen_at)
        young = make_session("young", opened_at=now, seen_at=now, person_id=alive.person_id)
        await storage.run(lambda uow: uow.sessions.add(young))
        await storage.run(lambda uow: uow.sessions.end(alive.id, at=SOON, reason="signed_out"))

        told = await storage.run(lambda uow: uow.sessions.end_lapsed(now=now, reason="expired", limit=10))

        assert set(told) == {idle.id, old.id}
        assert (await get(storage, idle.id)).end_reason == "expired"
        assert await get(storage, young.id) == young
        assert (await get(storage, alive.id)).end_reason == "signed_out"
        assert await storage.run(lambda uow: uow.sessions.end_lapsed(now=now, reason="expired", limit=10)) == []

    async def test_that_are_ended_are_told_among_others(self, storage: Storage) -> None:
        ended, other = await add_session(storage, "ended"), await add_session(storage, "other")
        await storage.run(lambda uow: uow.sessions.end(ended.id, at=SOON, reason="signed_out"))

        asked = [ended.id, other.id, SessionId(make_id())]
        assert list(await storage.read(lambda uow: uow.sessions.ended_among(asked))) == [ended.id]
        assert list(await storage.read(lambda uow: uow.sessions.ended_among([]))) == []

    async def test_of_one_person_are_listed_the_latest_first(self, storage: Storage) -> None:
        first = await add_session(storage, "first")
        second = make_session("second", person_id=first.person_id, opened_at=SOON)
        await add_session(storage, "another person's")
        await storage.run(lambda uow: uow.sessions.add(second))

        listed = await storage.read(lambda uow: uow.sessions.of_person(first.person_id, limit=10))
        assert list(listed) == [second, first]
        assert len(await storage.read(lambda uow: uow.sessions.of_person(first.person_id, limit=1))) == 1
