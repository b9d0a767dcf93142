import pytest

from adapters.outbound.traced_community import TracedCommunity
from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget
from tests.fakes.community import FakeCommunity
from tests.fakes.tracing import FakeTracing

COMMENT = CommentTarget(owner_id=-1, post_id=10, reply_to=7)
DIALOG = DialogTarget(peer_id=1001)


async def test_every_call_is_seen_and_none_of_its_texts() -> None:
    fake, tracing = FakeCommunity(), FakeTracing()
    community = TracedCommunity(fake, tracing=tracing)
    await community.create_comment(COMMENT, "Тайна", guid="a guid")
    sent = await community.send_message(DIALOG, "Тайна", random_id=7)
    assert await community.find_message(DIALOG, random_id=7) == sent
    assert await community.confirmation_code() == await fake.confirmation_code()

    assert tracing.names() == ["vk create_comment", "vk send_message", "vk find_message", "vk confirmation_code"]
    assert all(span.calls_out for span in tracing.spans)
    assert "Тайна" not in repr(tracing.spans)
    assert ([each.text for each in fake.comments], [each.text for each in fake.messages]) == (["Тайна"], ["Тайна"])


async def test_a_refused_call_is_seen_with_its_code() -> None:
    fake, tracing = FakeCommunity(), FakeTracing()
    fake.refuse_next(15)
    with pytest.raises(CommunityError):
        await TracedCommunity(fake, tracing=tracing).send_message(DIALOG, "Тайна", random_id=7)
    [span] = tracing.spans

    assert (span.error, span.attributes["otklik.vk.code"]) == ("CommunityError", 15)
