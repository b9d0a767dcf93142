"""What every store of messages must do."""

import asyncio
from dataclasses import replace

import pytest

from domain.errors import NotFoundError
from domain.identifiers import MessageId
from domain.message import Author, DialogSource, Message, NewMessage, WallSource
from domain.rich_text import Mark, Span, Style
from domain.turn import TurnState
from ports.storage import Storage, UnitOfWork
from tests.contracts.rows import add_conversation, add_message, add_person, add_turn, get_conversation, get_turn, record
from tests.factories import make_delivery, make_id, make_new_message


async def get(storage: Storage, id_: MessageId) -> Message:
    return await storage.read(lambda uow: uow.messages.get(id_))


async def change_text(storage: Storage, id_: MessageId, text: str) -> None:
    await storage.run(lambda uow: uow.messages.change_text(id_, text=text))


def numbers(messages: object) -> list[int]:
    assert isinstance(messages, list | tuple)
    return [message.seq for message in messages]


class MessageRepositoryContract:
    @pytest.mark.parametrize(
        "source",
        [
            None,
            WallSource(owner_id=-123, post_id=45, comment_id=6),
            WallSource(owner_id=-123, post_id=45, comment_id=0),
            DialogSource(peer_id=2_000_000_001, message_id=7),
        ],
        ids=["site", "comment", "post", "dialog"],
    )
    async def test_keeps_every_field_when_recorded(
        self, storage: Storage, source: WallSource | DialogSource | None
    ) -> None:
        person = await add_person(storage)
        conversation = await add_conversation(storage)
        new = make_new_message(
            conversation_id=conversation.id,
            person_id=person.id,
            text="Ёлка 🎄 <b>\n\\'\"%_",
            client_id="client-1",
            source=source,
        )

        recorded, is_new = await record(storage, new)

        assert (recorded, is_new) == (_numbered(new, 1), True)
        assert await get(storage, new.id) == recorded

    @pytest.mark.parametrize("author", Author)
    async def test_keeps_the_author_when_recorded(self, storage: Storage, author: Author) -> None:
        conversation = await add_conversation(storage)

        recorded = await add_message(storage, conversation.id, author=author)

        assert (await get(storage, recorded.id)).author is author

    async def test_raises_when_the_id_is_unknown(self, storage: Storage) -> None:
        with pytest.raises(NotFoundError):
            await get(storage, MessageId(make_id()))

    async def test_numbers_without_holes_when_conversations_mix(self, storage: Storage) -> None:
        first, second = await add_conversation(storage), await add_conversation(storage)

        of_first = [await add_message(storage, first.id)]
        of_second = [await add_message(storage, second.id)]
        of_first.append(await add_message(storage, first.id))

        assert (numbers(of_first), numbers(of_second)) == ([1, 2], [1])
        assert (await get_conversation(storage, first.id)).last_seq == 2

    async def test_uses_up_no_number_when_the_natural_key_is_known(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        first = await add_message(storage, conversation.id, natural_key="message:1:1", text="as it was")
        again = make_new_message(conversation_id=conversation.id, natural_key="message:1:1", text="changed")

        assert await record(storage, again) == (first, False)
        assert (await add_message(storage, conversation.id)).seq == 2

    async def test_tells_keys_apart_when_only_case_differs(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        await add_message(storage, conversation.id, natural_key="site:1:Ab")

        _, is_new = await record(storage, make_new_message(conversation_id=conversation.id, natural_key="site:1:aB"))

        assert is_new

    async def test_leaves_no_hole_when_a_transaction_fails(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)

        async def fail(uow: UnitOfWork) -> None:
            await uow.messages.add(make_new_message(conversation_id=conversation.id))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await storage.run(fail)

        assert (await add_message(storage, conversation.id)).seq == 1

    async def test_numbers_without_holes_when_many_are_recorded_at_once(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)

        recorded = await asyncio.gather(*(add_message(storage, conversation.id) for _ in range(8)))

        assert sorted(numbers(recorded)) == list(range(1, 9))

    async def test_records_one_when_many_come_with_one_key(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        new = [make_new_message(conversation_id=conversation.id, natural_key="message:1:1") for _ in range(5)]

        recorded = await asyncio.gather(*(record(storage, message) for message in new))

        assert sorted(is_new for _, is_new in recorded) == [False] * 4 + [True]
        assert len({message.id for message, _ in recorded}) == 1
        assert (await get_conversation(storage, conversation.id)).last_seq == 1

    async def test_finds_it_by_its_natural_key(self, storage: Storage) -> None:
        message = await add_message(storage, (await add_conversation(storage)).id)

        assert await storage.read(lambda uow: uow.messages.find(message.natural_key)) == message
        assert await storage.read(lambda uow: uow.messages.find("another key")) is None

    async def test_says_something_else_when_its_text_is_changed(self, storage: Storage) -> None:
        message = await add_message(storage, (await add_conversation(storage)).id)

        for text in ("До 6 июля 🎓", "До 6 июля 🎓"):
            await change_text(storage, message.id, text)

        assert await storage.read(lambda uow: uow.messages.get(message.id)) == replace(message, text="До 6 июля 🎓")
        with pytest.raises(NotFoundError):
            await storage.run(lambda uow: uow.messages.change_text(MessageId(make_id()), text="x"))

    async def test_gives_later_ones_ascending_when_asked_after_a_number(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        other = await add_conversation(storage)
        for _ in range(5):
            await add_message(storage, conversation.id)
        await add_message(storage, other.id)

        assert numbers(await storage.read(lambda uow: uow.messages.after(conversation.id, seq=2, limit=2))) == [3, 4]
        assert numbers(await storage.read(lambda uow: uow.messages.after(conversation.id, seq=5, limit=2))) == []

    async def test_gives_the_latest_ascending_when_asked_before_a_number(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        other = await add_conversation(storage)
        for _ in range(5):
            await add_message(storage, conversation.id)
        await add_message(storage, other.id)

        async def before(seq: int | None, limit: int) -> list[int]:
            return numbers(await storage.read(lambda uow: uow.messages.before(conversation.id, seq=seq, limit=limit)))

        assert await before(None, 2) == [4, 5]
        assert await before(4, 2) == [2, 3]
        assert await before(1, 2) == []
        assert await before(None, 10) == [1, 2, 3, 4, 5]

    async def test_gives_the_persons_messages_when_asked_of_a_turn(self, storage: Storage) -> None:
        turn = await add_turn(storage)
        joining = await add_message(storage, turn.conversation_id)
        await add_message(storage, turn.conversation_id, author=Author.ASSISTANT, turn_id=turn.id)
        await add_message(storage, turn.conversation_id)

        await storage.run(lambda uow: uow.messages.assign(joining.id, turn_id=turn.id))

        answered = await storage.read(lambda uow: uow.messages.of_turn(turn.id))
        assert [message.id for message in answered] == [turn.opened_by, joining.id]
        assert {message.turn_id for message in answered} == {turn.id}

    async def test_tells_nobody_when_what_is_assigned_is_not_there(self, storage: Storage) -> None:
        turn = await add_turn(storage)

        await storage.run(lambda uow: uow.messages.assign(MessageId(make_id()), turn_id=turn.id))

        answered = await storage.read(lambda uow: uow.messages.of_turn(turn.id))
        assert [message.id for message in answered] == [turn.opened_by]

    async def test_of_a_person_are_their_chats_and_what_they_said_elsewhere_with_its_answers(
        self, storage: Storage
    ) -> None:
        person, other = await add_person(storage), await add_person(storage)
        chat = await add_conversation(storage, person_id=person.id)
        greeting = await add_message(storage, chat.id, author=Author.SYSTEM)
        turn = await add_turn(storage, person_id=person.id)
        answer = await add_message(storage, turn.conversation_id, author=Author.ASSISTANT, turn_id=turn.id)
        elsewhere = await add_turn(storage, turn.conversation_id, person_id=other.id)
        await add_message(storage, turn.conversation_id, author=Author.ASSISTANT, turn_id=elsewhere.id)

        found = await storage.read(lambda uow: uow.messages.of_person(person.id, after=None, limit=10))
        later = await storage.read(lambda uow: uow.messages.of_person(person.id, after=found[0].id, limit=1))

        assert {message.id for message in found} == {greeting.id, turn.opened_by, answer.id}
        assert [message.id for message in found] == sorted(message.id for message in found)
        assert list(later) == [found[1]]

    async def test_have_no_text_when_forgotten_nor_has_what_was_made_of_them(self, storage: Storage) -> None:
        ended = await add_turn(storage, state=TurnState.SETTLED, answer="an answer")
        running = await add_turn(storage, state=TurnState.WRITTEN, answer="an answer")
        other = await add_turn(storage, state=TurnState.SETTLED, answer="an answer")
        link = Span(start=0, length=2, mark=Mark(style=Style.LINK, address="https://a.example"))
        delivery = make_delivery(turn_id=ended.id, text="an answer", spans=(link,))
        await storage.run(lambda uow: uow.deliveries.add([delivery]))

        await storage.run(lambda uow: uow.messages.forget([ended.opened_by, running.opened_by]))

        assert [(await get(storage, turn.opened_by)).text for turn in (ended, running)] == ["", ""]
        assert (await get(storage, other.opened_by)).text
        assert [(await get_turn(storage, turn.id)).answer for turn in (ended, running, other)] == [
            None,
            "an answer",
            "an answer",
        ]
        (kept,) = await storage.read(lambda uow: uow.deliveries.of_turn(ended.id))
        assert (kept.text, kept.spans) == ("", ())

    async def test_are_listed_between_two_ids_in_their_order(self, storage: Storage) -> None:
        conversation = await add_conversation(storage)
        said = [await add_message(storage, conversation.id) for _ in range(4)]

        async def ids(after: MessageId | None, limit: int) -> list[Message]:
            return list(
                await storage.read(lambda uow: uow.messages.recorded(after=after, before=said[3].id, limit=limit))
            )

        assert await ids(None, 10) == said[:3]
        assert await ids(said[0].id, 1) == [said[1]]
        assert await ids(said[2].id, 10) == []


def _numbered(message: NewMessage, seq: int) -> Message:
    return Message(
        id=message.id,
        conversation_id=message.conversation_id,
        author=message.author,
        text=message.text,
        natural_key=message.natural_key,
        at=message.at,
        person_id=message.person_id,
        turn_id=message.turn_id,
        client_id=message.client_id,
        source=message.source,
        seq=seq,
    )
