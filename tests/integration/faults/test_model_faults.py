"""The model refuses, hangs, breaks off or talks nonsense: the answer comes whole and once, or costs nothing."""

import pytest

from tests.integration.faults.place import Place
from tests.integration.whole.chat_client import visiting
from tests.integration.whole.sandbox_client import SandboxClient

everywhere = pytest.mark.parametrize("place", ["sqlite", "mariadb"], indirect=True)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
impatient = pytest.mark.parametrize("place", ["impatient"], indirect=True)

BROKEN = {
    "cut": {"after": 2},
    "error": {"after": 2},
    "garbage": {"after": 2},
    "clean_early_end": {"after": 2},
}
SILENT = {
    "before an answer": {"seconds": 3600},
    "before its first token": {"seconds": 3600, "headers": True},
    "between two tokens": {"seconds": 3600, "after": 2},
}


@everywhere
async def test_others_are_answered_when_the_model_wants_one_to_wait(place: Place, vk: SandboxClient) -> None:
    """Fault 16: 429 with Retry-After."""
    await vk.model("rate_limited", match="Почём?", retry_after=3)
    post_id = await vk.post()
    waiting = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    other = await vk.comment(post_id, "А где вы?")

    await vk.answer(post_id, to=other)
    assert await vk.answers(post_id, to=waiting) == []
    await place.check(vk)

    first, second = await vk.questions("Почём?")
    assert second["at"] - first["at"] >= 3


@impatient
async def test_other_model_is_asked_when_the_first_fails_six_times(place: Place, vk: SandboxClient) -> None:
    """Fault 17; the growing waits pass by the database's clock."""
    await vk.model("error", match="Почём?", model="gpt-4o-mini", status=503, times=0)
    await vk.comment(await vk.post(), "Почём?")
    await place.hurry_until(lambda: ended(place), "an end")
    [turn] = (await place.check(vk)).turns

    assert (turn.state, turn.model, turn.tries) == ("settled", "gpt-4o", 6)
    assert [request["body"]["model"] for request in await vk.questions("Почём?")] == ["gpt-4o-mini"] * 6 + ["gpt-4o"]


@impatient
async def test_nothing_is_charged_when_every_model_fails_and_the_owner_can_retry(
    place: Place, vk: SandboxClient
) -> None:
    await vk.model("error", match="Почём?", status=500, times=7)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await place.hurry_until(lambda: ended(place), "an end")
    books = await place.check(vk)
    [turn] = books.turns
    assert (turn.state, turn.reason) == ("failed", "model_failed")
    assert [hold.state for hold in books.holds if hold.key.startswith(str(turn.id))] == ["released"]
    assert await vk.answers(post_id, to=comment_id) == []

    assert (await place.first.command("turns", "retry", str(turn.id))).code == 0
    await vk.answer(post_id, to=comment_id)
    await place.check(vk)


async def ended(place: Place) -> bool:
    return [turn.state in {"settled", "failed"} for turn in await place.turns()] == [True]


@impatient
async def test_answer_comes_once_when_the_model_falls_silent(place: Place, vk: SandboxClient) -> None:
    """Fault 18: each of the limits fires, and the call is given up on the wire."""
    post_id = await vk.post()
    for when, details in SILENT.items():
        await vk.model("hang", match=when, **details)
        await vk.comment(post_id, f"Почём, {when}?")
    await place.hurry_until(lambda: settled(place, len(SILENT)), "answers")
    await place.check(vk)

    for when in SILENT:
        assert [request["state"] for request in await vk.questions(when)] == ["client_gone", "answered"]


async def settled(place: Place, count: int) -> bool:
    return [turn.state for turn in await place.turns()] == ["settled"] * count


@everywhere
async def test_nothing_half_written_is_sent_when_the_stream_breaks(place: Place, vk: SandboxClient) -> None:
    """Fault 19 in VK: reset, error inside the stream, nonsense, an end without a reason."""
    post_id = await vk.post()
    asked = {}
    for kind, details in BROKEN.items():
        await vk.model(kind, match=f"Почём {kind}?", text="Половина ответа и вторая половина.", **details)
        asked[kind] = await vk.comment(post_id, f"Почём {kind}?")
    await vk.model("answer", match="Почём length?", finish_reason="length")
    asked["length"] = await vk.comment(post_id, "Почём length?")
    await place.hurry_until(lambda: settled(place, len(asked)), "answers")
    await place.check(vk)

    for kind, comment_id in asked.items():
        [answer] = await vk.answers(post_id, to=comment_id)
        assert "половина" not in answer["text"].lower(), kind
        assert len(await vk.questions(f"Почём {kind}?")) == (1 if kind == "length" else 2)


@everywhere
async def test_visitor_is_not_charged_and_may_retry_when_the_stream_breaks(place: Place, vk: SandboxClient) -> None:
    """Fault 19 on the site: what was shown is not silently begun anew."""
    await vk.model("cut", match="Почём?", after=2)
    async with visiting(place.first) as visitor:
        await visitor.hello()
        turn_id = (await visitor.say("m1", "Почём?"))["turn_id"]
        failed = await visitor.answer(turn_id)
        await visitor.ask("retry", turn_id=turn_id)
        answered = await visitor.answer(turn_id)
    await place.check(vk)

    assert (failed["state"], failed["charged"], failed["retryable"]) == ("failed", "0.00", True)
    assert (answered["state"], answered["charged"]) == ("settled", "5.00")
    assert visitor.texts[turn_id] == answered["message"]["text"]
