"""An event, and the steps of the turn that it owes, in traces."""

from domain.channel import Channel
from tests.unit.application.house import House

TEXT = "Тайна: вы открыты?"


async def test_event_and_turn_are_seen_with_their_steps(rich: House) -> None:
    await rich.comment(TEXT)
    await rich.run_until_idle()
    spans = rich.tracing.spans

    opened, event, *steps = spans
    assert [opened.name, event.name] == ["turn open", "event"]
    assert [span.name for span in steps] == ["turn write", "turn send", "turn"]
    assert (opened.parent, opened.trace) == (event, event.trace)
    assert opened.attributes["otklik.turn.id"] == str(rich.turn.id)
    assert {span.parent.name for span in steps if span.parent} == {"turn"}
    assert {span.trace for span in steps} == {rich.turn.id}
    assert spans[-1].attributes == {
        "otklik.turn.id": str(rich.turn.id),
        "otklik.turn.attempt": 1,
        "otklik.conversation.id": str(rich.turn.conversation_id),
        "otklik.channel": Channel.VK_COMMENT.value,
        "otklik.turn.state": "owed",
        "otklik.turn.end": "settled",
    }


async def test_whoever_goes_on_with_a_turn_goes_on_with_its_trace(rich: House) -> None:
    await rich.comment(TEXT)
    claimed = await rich.claim_next()
    await rich.dies_in(2, rich.run.execute(claimed))
    rich.clock.advance(60)
    await rich.run_until_idle()
    turns = [span for span in rich.tracing.spans if span.name == "turn"]

    assert [span.error for span in turns] == ["CancelledError", None]
    assert {span.trace for span in turns} == {rich.turn.id}


async def test_nothing_that_was_said_is_in_a_trace(rich: House) -> None:
    await rich.comment(TEXT)
    await rich.run_until_idle()

    assert "Тайна" not in repr(rich.tracing.spans)
    assert rich.writer.text not in repr(rich.tracing.spans)
