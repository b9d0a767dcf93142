from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.vk_event_reader import VkEventReader
from domain.occurrence import (
    CommentChanged,
    CommentDeleted,
    CommentWritten,
    MessageChanged,
    MessageReceived,
    NothingToAnswer,
    Occurrence,
    OwnCommentSeen,
    OwnMessageSeen,
    PostPublished,
)
from ports.event_reader import UnreadableEventError
from tests.factories import MOMENT, make_event
from tests.unit.adapters.outbound.vk_events import (
    COMMENT,
    GROUP,
    MISSING,
    OBJECTS,
    OWN_MESSAGE,
    PERSON,
    POST,
    changed,
    read,
    vk_event,
)

ANSWERABLE = {
    "message_edit": MessageChanged,
    "message_new": MessageReceived,
    "message_reply": OwnMessageSeen,
    "wall_post_new": PostPublished,
    "wall_reply_delete": CommentDeleted,
    "wall_reply_edit": CommentChanged,
    "wall_reply_new": CommentWritten,
    "wall_reply_restore": CommentChanged,
}


def read_comment(**changes: object) -> Occurrence:
    return read("wall_reply_new", changed(COMMENT, **changes))


def read_post(**changes: object) -> Occurrence:
    return read("wall_post_new", changed(POST, **changes))


def test_knows_all_types_of_vk() -> None:
    assert len(OBJECTS) == 47


@pytest.mark.parametrize("kind", OBJECTS)
def test_reads_every_type(kind: str) -> None:
    assert isinstance(read(kind, OBJECTS[kind]), ANSWERABLE.get(kind, NothingToAnswer))


@pytest.mark.parametrize("content", [None, [], 7, "x", {"id": "x"}])
def test_answers_nothing_when_the_type_is_unknown(content: object) -> None:
    assert isinstance(read("wall_reply_pinned", content), NothingToAnswer)


@pytest.mark.parametrize("kind", ANSWERABLE)
def test_answers_nothing_when_vk_warns_of_an_old_version(kind: str) -> None:
    occurrence = read(kind, {"warning": "You are using a deprecated API version."})

    assert isinstance(occurrence, NothingToAnswer)
    assert "deprecated" in occurrence.why


class TestComments:
    def test_is_a_persons_comment_with_its_own_thread_when_top_level(self) -> None:
        assert read_comment() == CommentWritten(
            owner_id=-GROUP,
            post_id=1_001,
            comment_id=2_001,
            root_id=2_001,
            author_vk_id=PERSON,
            text="Сколько стоит доставка?",
            at=datetime.fromtimestamp(1_790_002_001, UTC),
        )

    @pytest.mark.parametrize(
        ("changes", "root_id"),
        [
            ({"parents_stack": [1_990]}, 1_990),
            ({"parents_stack": [1_990, 1_995], "reply_to_comment": 1_995}, 1_990),
            ({"parents_stack": MISSING, "reply_to_comment": 1_990}, 1_990),
            ({"parents_stack": None, "reply_to_comment": 0}, 2_001),
            ({"parents_stack": MISSING, "reply_to_comment": None}, 2_001),
        ],
    )
    def test_belongs_to_the_thread_it_was_written_in(self, changes: dict[str, object], root_id: int) -> None:
        occurrence = read_comment(**changes)

        assert isinstance(occurrence, CommentWritten)
        assert occurrence.root_id == root_id

    @pytest.mark.parametrize("from_id", [-GROUP, GROUP, str(-GROUP)])
    def test_is_our_own_when_the_community_wrote_it(self, from_id: object) -> None:
        assert isinstance(read_comment(from_id=from_id), OwnCommentSeen)

    @pytest.mark.parametrize("changes", [{"from_id": -98_765_432}, {"from_id": 0}, {"deleted": True}])
    def test_is_nothing_to_answer_when_no_person_wrote_it(self, changes: dict[str, object]) -> None:
        assert isinstance(read_comment(**changes), NothingToAnswer)

    @pytest.mark.parametrize(
        "changes",
        [
            {"owner_id": MISSING},
            {"owner_id": None},
            {"owner_id": MISSING, "post_owner_id": MISSING},
            {"owner_id": 0, "post_owner_id": None},
        ],
    )
    def test_finds_the_wall_when_the_owner_is_not_where_expected(self, changes: dict[str, object]) -> None:
        occurrence = read_comment(**changes)

        assert isinstance(occurrence, CommentWritten)
        assert occurrence.owner_id == -GROUP

    def test_takes_ids_when_they_are_strings(self) -> None:
        assert read_comment(id="2001", from_id=str(PERSON), post_id="1001", date="1790002001") == read_comment()

    @pytest.mark.parametrize("text", [None, MISSING, ""])
    def test_has_no_text_when_there_is_only_a_picture(self, text: object) -> None:
        occurrence = read_comment(text=text, attachments=[{"type": "not_invented_yet"}])

        assert isinstance(occurrence, CommentWritten)
        assert not occurrence.text

    def test_keeps_the_text_as_given_when_it_looks_like_markup(self) -> None:
        text = "<b>жирный</b> &quot;кавычки&quot; [id1|Пётр] 🔥"

        occurrence = read_comment(text=text)

        assert isinstance(occurrence, CommentWritten)
        assert occurrence.text == text

    def test_drops_what_no_store_takes(self) -> None:
        occurrence = read_comment(text="до\0ставка \ud83d, 🔥")

        assert isinstance(occurrence, CommentWritten)
        assert occurrence.text == "доставка , 🔥"

    @pytest.mark.parametrize("date", [None, MISSING, 0, -5, 253_402_300_800, 10**30])
    def test_happened_when_received_if_the_date_is_no_date(self, date: object) -> None:
        occurrence = read_comment(date=date)

        assert isinstance(occurrence, CommentWritten)
        assert occurrence.at == vk_event("wall_reply_new", COMMENT).received_at

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"id": "first"}, "object.id"),
            ({"id": 10**30}, "object.id"),
            ({"from_id": {}}, "object.from_id"),
            ({"from_id": 1.5}, "object.from_id"),
            ({"text": ["a"]}, "object.text"),
            ({"parents_stack": "2001"}, "object.parents_stack"),
            ({"parents_stack": [None]}, "object.parents_stack[0]"),
            ({"post_id": MISSING}, "post_id"),
        ],
    )
    def test_names_the_place_when_unreadable(self, changes: dict[str, object], where: str) -> None:
        with pytest.raises(UnreadableEventError) as caught:
            read_comment(**changes)

        assert where in caught.value.where


class TestPosts:
    def test_is_the_communitys_post_when_it_published_it(self) -> None:
        assert read_post() == PostPublished(
            owner_id=-GROUP,
            post_id=1_001,
            author_vk_id=-GROUP,
            text="Ярмарка 12 мая",
            at=datetime.fromtimestamp(1_790_001_001, UTC),
            is_open=True,
        )

    def test_is_the_communitys_post_when_its_id_is_positive(self) -> None:
        assert read_post(from_id=GROUP) == read_post()

    def test_is_the_persons_post_when_the_wall_is_open(self) -> None:
        occurrence = read_post(from_id=PERSON)

        assert isinstance(occurrence, PostPublished)
        assert (occurrence.author_vk_id, occurrence.is_open) == (PERSON, True)

    @pytest.mark.parametrize(
        "changes",
        [
            {"post_type": "suggest", "from_id": PERSON},
            {"post_type": "postpone"},
            {"comments": {"count": 0, "can_post": 0}},
            {"comments": {"can_post": False}},
            {"comments": {"can_post": "0"}},
        ],
    )
    def test_is_closed_when_nobody_can_comment(self, changes: dict[str, object]) -> None:
        occurrence = read_post(**changes)

        assert isinstance(occurrence, PostPublished)
        assert not occurrence.is_open

    @pytest.mark.parametrize(
        "changes",
        [
            {"comments": {"can_post": 1}},
            {"comments": {"can_post": None}},
            {"comments": MISSING},
            {"comments": 5},
            {"comments": {"can_post": [0]}},
            {"post_type": "copy"},
            {"post_type": "clip_of_tomorrow"},
            {"post_type": ["post"]},
            {"donut": {"is_donut": True}},
        ],
    )
    def test_is_open_when_nothing_says_otherwise(self, changes: dict[str, object]) -> None:
        occurrence = read_post(**changes)

        assert isinstance(occurrence, PostPublished)
        assert occurrence.is_open

    @pytest.mark.parametrize(
        "changes", [{"post_type": "reply", "from_id": PERSON}, {"from_id": -98_765_432}, {"is_deleted": True}]
    )
    def test_is_nothing_to_answer_when_it_is_no_post_of_ours(self, changes: dict[str, object]) -> None:
        assert isinstance(read_post(**changes), NothingToAnswer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=8), values, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({*COMMENT, *POST, *OWN_MESSAGE, "message", "warning", "action", "admin_author_id", "reply_to_comment"})
OBJECT = (
    JSON
    | st.dictionaries(st.sampled_from(FIELDS), JSON | st.integers(-3, 3))
    | st.fixed_dictionaries({}, optional={field: JSON | st.sampled_from([1, GROUP, "1", "x"]) for field in FIELDS})
)


@given(kind=st.sampled_from(sorted(ANSWERABLE)), content=OBJECT)
def test_raises_nothing_else_when_the_object_is_anything(kind: str, content: object) -> None:
    try:
        occurrence: object = read(kind, content)
    except UnreadableEventError as error:
        occurrence = error

    assert isinstance(occurrence, Occurrence | UnreadableEventError)


@given(kind=st.sampled_from(sorted(ANSWERABLE)), body=st.binary(max_size=40))
def test_raises_nothing_else_when_the_body_is_anything(kind: str, body: bytes) -> None:
    with pytest.raises(UnreadableEventError):
        VkEventReader(GROUP).read(make_event(type=kind, body=body))


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"object":' * 50_000, b'{"object":{"id":' + b"9" * 5_000 + b"}}"])
def test_is_unreadable_when_the_body_is_a_bomb(body: bytes) -> None:
    with pytest.raises(UnreadableEventError):
        VkEventReader(GROUP).read(make_event(type="wall_reply_new", body=body, received_at=MOMENT))
