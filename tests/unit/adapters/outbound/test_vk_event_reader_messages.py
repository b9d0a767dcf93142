from datetime import UTC, datetime

import pytest

from domain.occurrence import MessageReceived, NothingToAnswer, Occurrence, OwnMessageSeen
from ports.event_reader import UnreadableEventError
from tests.unit.adapters.outbound.vk_events import GROUP, MESSAGE, MISSING, OWN_MESSAGE, PERSON, changed, read


def read_message(**changes: object) -> Occurrence:
    return read("message_new", {"message": changed(MESSAGE, **changes)})


class TestMessages:
    def test_is_a_persons_message_when_written_in_the_dialog(self) -> None:
        assert read_message() == MessageReceived(
            peer_id=PERSON,
            number=301,
            message_id=5_001,
            author_vk_id=PERSON,
            text="Здравствуйте! Вы открыты?",
            at=datetime.fromtimestamp(1_790_000_001, UTC),
        )

    def test_is_the_same_when_the_object_is_the_message_itself(self) -> None:
        assert read("message_new", MESSAGE) == read_message()

    @pytest.mark.parametrize(
        ("changes", "numbers"),
        [
            ({"conversation_message_id": MISSING}, (5_001, 5_001)),
            ({"conversation_message_id": 0}, (5_001, 5_001)),
            ({"id": 0}, (301, 0)),
            ({"id": None}, (301, 0)),
        ],
    )
    def test_is_numbered_by_what_vk_gives(self, changes: dict[str, object], numbers: tuple[int, int]) -> None:
        occurrence = read_message(**changes)

        assert isinstance(occurrence, MessageReceived)
        assert (occurrence.number, occurrence.message_id) == numbers

    @pytest.mark.parametrize(
        "changes",
        [
            {"peer_id": 2_000_000_001},
            {"action": {"type": "chat_invite_user"}},
            {"out": 1},
            {"out": True},
            {"from_id": -GROUP},
            {"from_id": -98_765_432, "peer_id": -98_765_432},
            {"from_id": PERSON + 1},
        ],
    )
    def test_is_nothing_to_answer_when_no_person_writes_to_us(self, changes: dict[str, object]) -> None:
        assert isinstance(read_message(**changes), NothingToAnswer)

    @pytest.mark.parametrize("changes", [{"id": MISSING, "conversation_message_id": MISSING}, {"peer_id": MISSING}])
    def test_is_unreadable_when_it_cannot_be_told_apart(self, changes: dict[str, object]) -> None:
        with pytest.raises(UnreadableEventError):
            read_message(**changes)

    @pytest.mark.parametrize("message", [7, "x", []])
    def test_is_unreadable_when_the_message_is_none(self, message: object) -> None:
        with pytest.raises(UnreadableEventError, match=r"object\.message"):
            read("message_new", {"message": message})


class TestOwnMessages:
    @pytest.mark.parametrize(
        ("admin", "by_manager"), [(100_200_300, True), (None, False), (0, False), (MISSING, False)]
    )
    def test_is_a_managers_when_vk_names_one(self, admin: object, by_manager: bool) -> None:
        assert read("message_reply", changed(OWN_MESSAGE, admin_author_id=admin)) == OwnMessageSeen(
            peer_id=PERSON,
            number=301,
            message_id=5_001,
            random_id=123_456_789,
            text="Да",
            at=datetime.fromtimestamp(1_790_000_001, UTC),
            by_manager=by_manager,
        )

    def test_is_nothing_to_answer_when_written_in_a_chat(self) -> None:
        assert isinstance(read("message_reply", OWN_MESSAGE | {"peer_id": 2_000_000_001}), NothingToAnswer)
