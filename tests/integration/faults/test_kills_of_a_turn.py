"""kill -9 between any two steps of an answer: on MariaDB the other node takes over, on SQLite the same one returns."""

from datetime import timedelta

import pytest

from tests.integration.faults.place import Place
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)


@everywhere
async def test_answer_is_written_anew_when_killed_while_the_model_writes(place: Place, vk: SandboxClient) -> None:
    """Fault 5: one hold and one charge, whatever the provider wants for the call that was lost."""
    await vk.model("hang", match="Почём?", after=3)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    await place.kill_worker()

    await place.revive()
    await vk.answer(post_id, to=comment_id)
    books = await place.check(vk)

    [turn] = books.turns
    assert (turn.attempt, turn.tries) == (1, 0)
    assert len([hold for hold in books.holds if hold.key.startswith(str(turn.id))]) == 1


@everywhere
async def test_answer_comes_once_when_killed_before_it_is_stored(place: Place, vk: SandboxClient) -> None:
    """Fault 6: the model has given all of it, and its commit never came."""
    await vk.model("hang", match="Почём?", seconds=2)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    worker = await place.worker()
    async with place.frozen("turns"):
        await until(lambda: model_is_done(vk, "Почём?"), "the model to be done")
        worker.kill()
    [turn] = await place.turns()
    assert (turn.state, turn.answer) == ("writing", None)

    await place.revive()
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)

    assert len(await vk.questions("Почём?")) == 2


async def test_answer_is_written_anew_when_killed_before_it_was_stored_with_its_send_ledger(
    place: Place, vk: SandboxClient
) -> None:
    """Before fault 7: the text and the rows of its calls are one transaction, so there is none of either."""
    await vk.model("hang", match="Почём?", seconds=2)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    worker = await place.worker()
    async with place.frozen("deliveries"):
        await until(lambda: model_is_done(vk, "Почём?"), "the model to be done")
        worker.kill()
    assert await vk.calls("wall.createComment") == []

    await place.revive()
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)

    assert len(await vk.questions("Почём?")) == 2


@everywhere
async def test_stored_answer_is_sent_when_killed_while_sending_was_stopped(place: Place, vk: SandboxClient) -> None:
    """Fault 7, with rows in the send ledger and no call made."""
    await place.halt_sending(timedelta(hours=1))
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await place.turn_in("written")
    place.first.kill()
    assert await vk.calls("wall.createComment") == []

    await place.hurry()
    await place.revive()
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)

    assert len(await vk.questions("Почём?")) == 1


@pytest.mark.parametrize(("place", "was_done"), [("sqlite", False), ("mariadb", True)], indirect=["place"])
async def test_comment_is_there_once_when_killed_while_vk_was_called(
    place: Place, vk: SandboxClient, *, was_done: bool
) -> None:
    """Fault 8, without an own event that could tell: the call is made again with its ``guid``."""
    await vk.control("faults", {"kind": "suppress_own_events"})
    await vk.fault("wall.createComment", "hang", seconds=60, work=was_done)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await until(lambda: vk.calls("wall.createComment"), "VK to be called")
    await place.kill_worker()

    await place.revive()
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)

    first, second = await vk.calls("wall.createComment")
    assert first["params"] == second["params"]
    assert len(await vk.questions("Почём?")) == 1


@pytest.mark.parametrize(("place", "was_done"), [("sqlite", True), ("mariadb", False)], indirect=["place"])
async def test_message_is_there_once_when_killed_while_vk_was_called(
    place: Place, vk: SandboxClient, *, was_done: bool
) -> None:
    """Fault 8 in a dialog: the call is made again with its ``random_id``."""
    person = stranger()
    await vk.control("faults", {"kind": "suppress_own_events"})
    await vk.fault("messages.send", "hang", seconds=60, work=was_done)
    await vk.say("Почём?", by=person)
    await until(lambda: vk.calls("messages.send"), "VK to be called")
    await place.kill_worker()

    await place.revive()
    await vk.message_to(person)
    await place.check(vk)

    first, second = await vk.calls("messages.send")
    assert first["params"] == second["params"]


@on_sqlite
async def test_long_answer_goes_on_at_its_first_missing_part_when_killed(place: Place, vk: SandboxClient) -> None:
    person = stranger()
    await vk.model("answer", match="длинно", token_delay=0)
    await vk.control("faults", {"kind": "suppress_own_events", "times": 3})
    # The first call is slow and succeeds, the second one hangs.
    await vk.fault("messages.send", "hang", seconds=0.1)
    await vk.fault("messages.send", "hang", seconds=60, work=False)
    await vk.say("Расскажите длинно про глину", by=person)
    await until(lambda: called(vk, "messages.send", 2), "the second part to be sent")
    await place.kill_worker()

    await place.revive()
    await vk.message_to(person, number=3)
    books = await place.check(vk)

    assert [part.state for part in books.deliveries] == ["sent"] * 3


async def called(vk: SandboxClient, method: str, times: int) -> bool:
    return len(await vk.calls(method)) >= times


async def model_is_done(vk: SandboxClient, part: str) -> bool:
    return any(request["state"] == "answered" for request in await vk.questions(part))


async def test_charge_is_made_once_when_killed_before_it_is_stored(place: Place, vk: SandboxClient) -> None:
    """Between VK's answer and the transaction of the end: the comment is there, the money is not taken yet."""
    await vk.model("hang", match="Почём?", seconds=1)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    worker = await place.worker()
    async with place.frozen("notifications"):
        await vk.answer(post_id, to=comment_id)
        worker.kill()

    await place.check(vk)

    assert len(await vk.questions("Почём?")) == 1
