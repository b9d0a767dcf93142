"""Commands in VK's dialogs: answered through the send ledger, at nobody's cost; no password outlives its reading."""

from dataclasses import replace

import pytest

from domain.balance import NOBODY
from domain.channel import Channel
from domain.event import BLANK
from domain.message import Author
from domain.money import ZERO
from domain.occurrence import MessageReceived
from domain.turn import TurnState
from tests.unit.application.house import ANN, House

SECRET = "sesame-open-42"


def said(house: House) -> list[str]:
    return [message.text for message in house.community.messages]


def _arrived_as(house: House, body: bytes) -> None:
    """The only event had this body."""
    for id_, row in house.storage.tables.events.items():
        house.storage.tables.events[id_] = replace(row, event=replace(row.event, body=body))


@pytest.mark.parametrize("text", ["/help", "/balance", "/deadlines", "/operator", "/frobnicate", "/logout", "/new"])
async def test_is_answered_once_at_no_cost_when_given_in_a_dialog(rich: House, text: str) -> None:
    await rich.message(text)

    await rich.run_until_idle()

    (answer,) = said(rich)
    assert (rich.turn.state, rich.turn.payer, rich.turn.price) == (TurnState.SETTLED, NOBODY, ZERO)
    question, recorded = rich.storage.messages
    assert (question.author, question.turn_id) == (Author.PERSON, rich.turn.id)
    assert (recorded.author, recorded.text) == (Author.SYSTEM, answer)
    assert rich.writer.asked == rich.storage.holds == rich.transcript.turns == []
    assert rich.storage.tables.answers == {}
    assert [news.type for news in rich.storage.notifications] == ["operator_wanted"] * (text == "/operator")
    assert (await rich.storage.balance()).available == 100


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, 6))
async def test_is_answered_once_when_killed_at_any_step(rich: House, step: int, committed: bool) -> None:
    await rich.message("/help")
    claimed = await rich.claim_next()
    await rich.dies_in(step, rich.run.execute(claimed), committed=committed)

    rich.clock.advance(60)
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(said(rich)) == 1
    assert len(rich.storage.messages) == 2


async def test_is_answered_once_when_the_event_comes_twice(rich: House) -> None:
    received = await rich.message("/help")
    await rich.happens(received)

    await rich.run_until_idle()

    assert len(rich.storage.turns) == len(said(rich)) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"/login anna {SECRET}", "/login anna ***"),
        (f"/register anna {SECRET}", "/register anna ***"),
        (f"/logn anna {SECRET}", "/logn ***"),
    ],
)
async def test_points_to_the_site_and_keeps_no_password_when_one_is_typed(rich: House, text: str, kept: str) -> None:
    await rich.message(text)
    _arrived_as(rich, text.encode())

    await rich.run_until_idle()

    assert rich.storage.messages[0].text == kept
    assert [event.body for event in rich.storage.events] == [BLANK]
    assert rich.storage.waiting_events == []
    assert SECRET not in repr((rich.storage.tables, rich.feed.published, rich.log.lines, said(rich)))
    if not text.startswith("/logn"):
        assert "на сайте" in said(rich)[0]
        assert "Не пишите сюда пароль" in said(rich)[0]
    assert rich.storage.people[0].login is None


async def test_keeps_the_event_as_it_came_when_nothing_is_secret(rich: House) -> None:
    await rich.message("/operator позовите")
    _arrived_as(rich, b"the whole event")

    await rich.run_until_idle()

    assert [event.body for event in rich.storage.events] == [b"the whole event"]


@pytest.mark.parametrize(
    ("earlier", "text", "word"),
    [
        ([], "/balance", "осталось"),
        (["Are you open?"], "/balance", "left today"),
        (["Are you open?", "Открыты?"], "/balance", "осталось"),
        (["Открыты?"], "/operator please call me", "Passed on"),
        (["Are you open?", "/help"], "/balance", "left today"),
    ],
)
async def test_speaks_the_persons_language(rich: House, earlier: list[str], text: str, word: str) -> None:
    for each in (*earlier, text):
        await rich.message(each)
        await rich.run_until_idle()

    assert word in said(rich)[-1]


async def test_offers_only_what_works_there_when_help_is_asked_for(rich: House) -> None:
    await rich.message("/help")

    await rich.run_until_idle()

    (answer,) = said(rich)
    assert "/operator" in answer
    assert not [name for name in ("/register", "/login", "/logout", "/new") if name in answer]


async def test_waits_its_turn_and_is_no_part_of_the_talk_when_a_question_came_first(rich: House) -> None:
    await rich.message("Вы открыты?")
    await rich.message("/help")
    await rich.message("А завтра?")

    await rich.run_until_idle()

    assert len(said(rich)) == 2
    (asked,) = rich.writer.asked
    assert [line.text for line in asked][1:] == ["Вы открыты?", "А завтра?"]


async def test_is_an_ordinary_comment_when_said_below_a_post(rich: House) -> None:
    await rich.comment("/help")

    await rich.run_until_idle()

    assert rich.turn.channel is Channel.VK_COMMENT
    assert [line.text for line in rich.writer.asked[0]][1:] == ["/help"]


async def test_only_records_it_when_nothing_is_to_be_answered(rich: House) -> None:
    received = MessageReceived(
        peer_id=ANN,
        number=7,
        message_id=7,
        author_vk_id=ANN,
        text=f"/login anna {SECRET}",
        at=rich.clock.now(),
    )

    is_new = [
        await rich.storage.run(lambda uow: rich.record_dialog_message.execute(uow, received, answer=False))
        for _ in range(2)
    ]

    assert is_new == [True, False]
    assert [message.text for message in rich.storage.messages] == ["/login anna ***"]
    assert rich.storage.turns == []


async def test_is_sent_again_at_no_cost_when_it_failed_and_is_retried(rich: House) -> None:
    rich.community.refuse_next(901)
    await rich.message("/help")
    await rich.run_until_idle()
    assert rich.turn.state is TurnState.FAILED

    await rich.retry.execute(rich.turn.id, by="olga")
    await rich.run_until_idle()

    assert rich.turn.state is TurnState.SETTLED
    assert len(said(rich)) == 1
    assert rich.storage.holds == []
    assert rich.storage.tables.answers == {}
