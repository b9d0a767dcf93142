from domain.identifiers import ConversationId
from tests.factories import make_id
from tests.unit.application.house import House


async def test_is_elsewhere_as_the_same_person_when_moved(house: House) -> None:
    visitor = await house.visit()
    elsewhere = ConversationId(make_id())

    moved = visitor.moved_to(elsewhere)

    assert moved.conversation_id == moved.session.conversation_id == elsewhere
    assert (moved.person, moved.token, moved.session.id) == (visitor.person, visitor.token, visitor.session.id)


async def test_hides_the_token_when_printed(house: House) -> None:
    visitor = await house.visit()

    assert visitor.token not in repr(visitor)
