"""Each act of an operator is kept in the transaction that does it."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from uuid import UUID

import pytest

from domain.act import Act, Deed
from domain.answering import ANSWERING
from domain.channel import Channel
from domain.errors import NotFoundError, StorageUnavailableError
from domain.identifiers import ConversationId, PersonId
from tests.factories import make_id
from tests.unit.application.house import House
from tests.unit.application.turns.test_retry_turn import fail_writing

BY = "olga"
KEY = UUID(int=7)


async def visitor_id(house: House) -> PersonId:
    return (await house.visit()).person.id


async def conversation_id(house: House) -> ConversationId:
    await house.comment()
    await house.run_until_idle()
    return house.storage.conversations[0].id


async def block(house: House) -> tuple[Deed, object]:
    person_id = await visitor_id(house)
    await house.block_person.execute(person_id, by=BY)
    await house.block_person.execute(person_id, by=BY)
    return Deed.BLOCKED, person_id


async def unblock(house: House) -> tuple[Deed, object]:
    person_id = await visitor_id(house)
    await house.unblock_person.execute(person_id, by=BY)
    await house.block_person.execute(person_id, by=BY)
    house.storage.tables.acts.clear()
    await house.unblock_person.execute(person_id, by=BY)
    return Deed.UNBLOCKED, person_id


async def erase(house: House) -> tuple[Deed, object]:
    person_id = await visitor_id(house)
    await house.forget_person.execute(person_id, by=BY)
    return Deed.ERASED, person_id


async def take_over(house: House) -> tuple[Deed, object]:
    id_ = await conversation_id(house)
    await house.take_over.execute(id_, by=BY)
    return Deed.TOOK_OVER, id_


async def hand_back(house: House) -> tuple[Deed, object]:
    id_ = await conversation_id(house)
    await house.hand_back.execute(id_, by=BY)
    return Deed.HANDED_BACK, id_


async def stop(house: House) -> tuple[Deed, object]:
    await house.stop_answering.execute(by=BY, reason="a holiday")
    await house.stop_answering.execute(by=BY, reason="once more")
    return Deed.STOPPED_ANSWERING, ANSWERING


async def start(house: House) -> tuple[Deed, object]:
    await house.start_answering.execute(by=BY)
    await house.stop_answering.execute(by=BY, reason="a holiday")
    house.storage.tables.acts.clear()
    await house.start_answering.execute(by=BY)
    return Deed.STARTED_ANSWERING, ANSWERING


async def limit(house: House) -> tuple[Deed, object]:
    await house.set_daily_limit.execute(Decimal("50.00"), by=BY)
    return Deed.SET_DAILY_LIMIT, ANSWERING


async def forget_limit(house: House) -> tuple[Deed, object]:
    await house.set_daily_limit.forget(by=BY)
    return Deed.FORGOT_DAILY_LIMIT, ANSWERING


async def limit_person(house: House) -> tuple[Deed, object]:
    id_ = await visitor_id(house)
    await house.set_person_limit.execute(id_, Decimal("50.00"), by=BY)
    return Deed.SET_PERSON_LIMIT, id_


async def forget_limit_of_person(house: House) -> tuple[Deed, object]:
    id_ = await visitor_id(house)
    await house.set_person_limit.forget(id_, by=BY)
    return Deed.FORGOT_PERSON_LIMIT, id_


async def save_prompt(house: House) -> tuple[Deed, object]:
    await house.save_prompt.execute(Channel.SITE_CHAT, "Отвечай коротко.", based_on=0, by=BY, note="shorter")
    return Deed.SAVED_PROMPT, Channel.SITE_CHAT


async def create_operator(house: House) -> tuple[Deed, object]:
    created = await house.create_operator.execute(login="petr", password="a long password", by=BY)
    return Deed.CREATED_OPERATOR, created.id


async def sign_in(house: House) -> tuple[Deed, object]:
    created = await house.create_operator.execute(login=BY, password="a long password", by="command line")
    house.storage.tables.acts.clear()
    await house.log_in_operator.execute(login=BY, password="a long password")
    return Deed.SIGNED_IN, created.id


async def retry(house: House) -> tuple[Deed, object]:
    await fail_writing(house)
    await house.retry.execute(house.turn.id, by=BY)
    return Deed.RETRIED_TURN, house.turn.id


async def answer(house: House) -> tuple[Deed, object]:
    id_ = await conversation_id(house)
    operator = await house.create_operator.execute(login=BY, password="a long password", by="command line")
    house.storage.tables.acts.clear()
    await house.answer_as_operator.execute(id_, "Приходите завтра.", operator=operator, key=KEY)
    await house.answer_as_operator.execute(id_, "Приходите завтра.", operator=operator, key=KEY)
    return Deed.ANSWERED, id_


DONE = [block, unblock, erase, take_over, hand_back, stop, start, limit, forget_limit]
DONE += [limit_person, forget_limit_of_person, save_prompt, create_operator, sign_in, retry, answer]


@pytest.mark.parametrize("do", DONE)
async def test_tells_who_did_what_to_what(rich: House, do: Callable[[House], Awaitable[tuple[Deed, object]]]) -> None:
    with rich.correlation.begun("a request"):
        deed, on = await do(rich)

    (act,) = rich.storage.acts
    assert (act.by, act.deed, act.on, act.at) == (BY, deed, str(on), rich.clock.now())
    assert act.correlation == "a request"


@pytest.mark.parametrize(
    ("do", "details"),
    [
        (stop, {"reason": "a holiday"}),
        (limit, {"amount": "50.00"}),
        (save_prompt, {"version": 1, "note": "shorter"}),
        (block, {}),
    ],
)
async def test_tells_how(
    rich: House, do: Callable[[House], Awaitable[tuple[Deed, object]]], details: dict[str, object]
) -> None:
    await do(rich)

    assert rich.storage.acts[0].details == details


async def test_is_not_kept_when_nothing_was_done(rich: House) -> None:
    with pytest.raises(NotFoundError):
        await rich.block_person.execute(PersonId(make_id()), by=BY)
    rich.storage.fail_next()
    with pytest.raises(StorageUnavailableError):
        await rich.stop_answering.execute(by=BY, reason="")

    assert rich.storage.acts == []


async def test_names_nobody_by_login(rich: House) -> None:
    created = await rich.create_operator.execute(login="petr", password="a long password", by=BY)
    await rich.forget_person.execute(created.id, by=BY)

    def says(act: Act) -> str:
        return f"{act.on} {dict(act.details)}"

    assert [act for act in rich.storage.acts if "petr" in says(act)] == []
