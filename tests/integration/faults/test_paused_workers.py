"""A worker that stands still for longer than its lease comes back to find that the turn is somebody else's."""

import asyncio

from tests.integration.faults.place import Place
from tests.integration.whole.house import House
from tests.integration.whole.sandbox_client import SandboxClient, stranger
from tests.integration.whole.waiting import until


async def test_late_worker_changes_nothing_when_it_was_paused_while_the_model_wrote(
    place: Place, vk: SandboxClient
) -> None:
    """Fault 10: the other node has answered and charged; what the paused one still writes is fenced off."""
    await vk.model("hang", match="Почём?", after=2, seconds=1)
    post_id = await vk.post()
    comment_id = await vk.comment(post_id, "Почём?")
    await vk.asked("Почём?")
    worker = await place.worker()
    with worker.paused():
        await vk.send_events_to(next(node for node in place.nodes if node is not worker))
        await vk.answer(post_id, to=comment_id)
        await place.turn_in("settled")
    await until(lambda: has_noticed(worker), "the late worker to notice")
    await place.check(vk)

    assert len(await vk.questions("Почём?")) == 2


async def has_noticed(worker: House) -> bool:
    return any(line["event"] == "turn_taken_over" for line in worker.logged())


async def test_message_is_there_once_when_its_worker_was_paused_while_it_called_vk(
    place: Place, vk: SandboxClient
) -> None:
    """Fault 10: both have sent it, under one key."""
    person = stranger()
    await vk.control("faults", {"kind": "suppress_own_events"})
    await vk.fault("messages.send", "hang", seconds=3)
    await vk.say("Почём?", by=person)
    await until(lambda: vk.calls("messages.send"), "VK to be called")
    worker = await place.worker()
    with worker.paused():
        await vk.send_events_to(next(node for node in place.nodes if node is not worker))
        await place.turn_in("settled")
    await asyncio.to_thread(worker.wait_until_ready)
    await place.check(vk)

    assert len(await vk.calls("messages.send")) == 2
