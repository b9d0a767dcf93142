from abc import ABC, abstractmethod
from typing import Protocol

import pytest

from domain.community import CommunityError
from domain.delivery import CommentTarget, DialogTarget
from domain.rich_text import BOLD, ITALIC, Mark, RichText, Style
from ports.community import Community

CLOSED = 213
"""VK's code for a post that cannot be commented."""


class CommunityWorld(Protocol):
    """A community with one post and one dialog, seen from the other side."""

    @property
    def community(self) -> Community: ...
    @property
    def post(self) -> CommentTarget: ...
    @property
    def dialog(self) -> DialogTarget: ...
    async def comments(self) -> list[str]:
        """Texts of the community's comments under the post."""

    async def messages(self) -> list[str]:
        """Texts of the community's messages in the dialog."""

    async def marked(self) -> list[tuple[str, str, str]]:
        """Style, words and address of each marked part of the last message in the dialog, as a reader sees them."""

    async def refuse_next(self, code: int) -> None: ...
    async def lose_next_answer(self) -> None: ...


class CommunityContract(ABC):
    @pytest.fixture
    @abstractmethod
    def world(self) -> CommunityWorld: ...

    async def test_posts_the_comment_when_asked(self, world: CommunityWorld) -> None:
        comment_id = await world.community.create_comment(world.post, "Да, открыты 🙂", guid="a-0")

        assert comment_id > 0
        assert await world.comments() == ["Да, открыты 🙂"]

    async def test_posts_once_when_the_guid_is_repeated(self, world: CommunityWorld) -> None:
        first = await world.community.create_comment(world.post, "раз", guid="a-0")
        again = await world.community.create_comment(world.post, "раз", guid="a-0")

        assert again == first
        assert await world.comments() == ["раз"]

    async def test_posts_both_when_the_guids_differ(self, world: CommunityWorld) -> None:
        first = await world.community.create_comment(world.post, "раз", guid="a-0")
        second = await world.community.create_comment(
            CommentTarget(owner_id=world.post.owner_id, post_id=world.post.post_id, reply_to=first), "два", guid="a-1"
        )

        assert first != second
        assert await world.comments() == ["раз", "два"]

    async def test_sends_the_message_when_asked(self, world: CommunityWorld) -> None:
        message_id = await world.community.send_message(world.dialog, "Здравствуйте!\nДа & нет = 1+1?", random_id=7)

        assert message_id > 0
        assert await world.messages() == ["Здравствуйте!\nДа & нет = 1+1?"]

    async def test_sends_once_when_the_random_id_is_repeated(self, world: CommunityWorld) -> None:
        first = await world.community.send_message(world.dialog, "раз", random_id=7)
        again = await world.community.send_message(world.dialog, "раз", random_id=7)
        other = await world.community.send_message(world.dialog, "два", random_id=8)

        assert first == again != other
        assert await world.messages() == ["раз", "два"]

    async def test_marks_the_same_words_on_the_other_side(self, world: CommunityWorld) -> None:
        text = RichText.joined(
            [
                "🙂 и́ ",
                RichText("важно 👩‍🔧").marked(BOLD),
                " — ",
                RichText("й").marked(BOLD, ITALIC),
                ", ",
                RichText("здесь").marked(Mark(style=Style.LINK, address="https://a.example/?a=1&b=2")),
            ]
        )

        await world.community.send_message(world.dialog, text.text, random_id=7, spans=text.spans())

        assert await world.messages() == [text.text]
        assert await world.marked() == [
            ("bold", "важно 👩‍🔧", ""),
            ("bold", "й", ""),
            ("italic", "й", ""),
            ("link", "здесь", "https://a.example/?a=1&b=2"),
        ]

    async def test_tells_the_code_when_vk_refuses(self, world: CommunityWorld) -> None:
        await world.refuse_next(CLOSED)

        with pytest.raises(CommunityError) as caught:
            await world.community.create_comment(world.post, "раз", guid="a-0")

        assert (caught.value.code, caught.value.outcome_unknown) == (CLOSED, False)
        assert caught.value.method == "wall.createComment"
        assert await world.comments() == []

    async def test_repeat_harms_nothing_when_the_answer_was_lost(self, world: CommunityWorld) -> None:
        await world.lose_next_answer()
        with pytest.raises(CommunityError) as lost_comment:
            await world.community.create_comment(world.post, "раз", guid="a-0")
        await world.lose_next_answer()
        with pytest.raises(CommunityError) as lost_message:
            await world.community.send_message(world.dialog, "два", random_id=7)

        await world.community.create_comment(world.post, "раз", guid="a-0")
        await world.community.send_message(world.dialog, "два", random_id=7)

        assert lost_comment.value.outcome_unknown
        assert lost_message.value.outcome_unknown
        assert await world.comments() == ["раз"]
        assert await world.messages() == ["два"]

    async def test_gives_the_same_code_when_asked_again(self, world: CommunityWorld) -> None:
        code = await world.community.confirmation_code()

        assert code
        assert await world.community.confirmation_code() == code
