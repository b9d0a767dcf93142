"""The stand-in community: a wall with comments and the dialogs, kept in memory.

Pure: time and ids come from outside. What VK promises about repeats is kept here: a comment is made once per
`guid`, a message once per `random_id` in its dialog within an hour and the last hundred messages.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from adapters.sandbox.errors import InvalidParameterError, VkError
from adapters.sandbox.format_data import FormatData
from adapters.sandbox.records import Comment, Dialog, Message, Post

MESSAGE_LIMIT = 4096
REPEAT_SECONDS = 3600
REPEAT_MESSAGES = 100
TYPING_SECONDS = 10
SEED_POST_ID = 1
SEED_TEXT = (
    "Мы открыли запись на декабрьский мастер-класс по керамике! Занятие в субботу в 12:00, место — Лесная, 5. "
    "Заявки принимаем до 5 декабря, 18:00. Вопросы пишите в комментариях: отвечаем сразу."
)


class Community:
    """Reads are plain attributes; every change goes through a method and raises `version`."""

    def __init__(self, group_id: int, ids: Iterator[int]) -> None:
        self.group_id = group_id
        self.owner_id = -group_id
        self.posts: dict[int, Post] = {}
        self.comments: dict[int, Comment] = {}
        self.dialogs: dict[int, Dialog] = {}
        self.version = 0
        self._ids = ids
        self._guids: dict[str, int] = {}
        self._by_post: defaultdict[int, list[int]] = defaultdict(list)
        self._replies: Counter[int] = Counter()

    def seed(self, at: float) -> Post:
        """The post that a new sandbox begins with; its id is the same in every run."""
        return self._store_post(SEED_POST_ID, self.owner_id, SEED_TEXT, at)

    def publish_post(self, *, from_id: int, text: str, at: float) -> Post:
        return self._store_post(next(self._ids), from_id, text, at)

    def add_comment(
        self,
        *,
        post_id: int,
        from_id: int,
        text: str,
        at: float,
        reply_to_comment: int | None = None,
        guid: str | None = None,
    ) -> tuple[Comment, bool]:
        """The comment, and whether it is new: a known `guid` gives the comment it made the first time."""
        if guid and guid in self._guids:
            return self.comments[self._guids[guid]], False
        if post_id not in self.posts:
            raise VkError(212)
        comment = self._new_comment(post_id, from_id, text, at, self._answered(post_id, reply_to_comment))
        self.comments[comment.comment_id] = comment
        self._by_post[post_id].append(comment.comment_id)
        self._replies.update(comment.parents_stack)
        if guid:
            self._guids[guid] = comment.comment_id
        self.version += 1
        return comment, True

    def edit_comment(self, comment_id: int, text: str) -> Comment:
        """Raises InvalidParameterError for a comment that is not on the wall."""
        return self._change_comment(self._comment_on_wall(comment_id), text=text)

    def delete_comment(self, comment_id: int) -> Comment:
        """It leaves the wall; its answers stay. Raises InvalidParameterError."""
        return self._change_comment(self._comment_on_wall(comment_id), is_deleted=True)

    def restore_comment(self, comment_id: int) -> Comment:
        """Raises InvalidParameterError for one that was not deleted."""
        comment = self.comments.get(comment_id)
        if comment is None or not comment.is_deleted:
            raise InvalidParameterError("comment_id", "a deleted comment")
        return self._change_comment(comment, is_deleted=False)

    def receive_message(self, *, from_id: int, text: str, at: float) -> Message:
        """A person writes to the community, which also is the consent to be answered."""
        dialog = self.dialogs.setdefault(from_id, Dialog(peer_id=from_id))
        return self._store_message(dialog, from_id, text, at, 0)

    def send_message(
        self, *, peer_id: int, text: str, random_id: int, at: float, format_data: FormatData | None = None
    ) -> tuple[Message, bool]:
        """The message, and whether it is new.

        Raises VkError 914 for a text over 4,096 characters and 901 for a person who never wrote.
        """
        if len(text) > MESSAGE_LIMIT:
            raise VkError(914)
        dialog = self.dialog(peer_id)
        sent = self._sent_before(dialog, random_id, at)
        if sent is not None:
            return sent, False
        dialog.typing_until = 0.0
        return self._store_message(dialog, self.owner_id, text, at, random_id, format_data), True

    def show_typing(self, peer_id: int, at: float) -> None:
        self.dialog(peer_id).typing_until = at + TYPING_SECONDS
        self.version += 1

    def typed_since(self, at: float) -> bool:
        """Whether the community was typing in any dialog after `at`."""
        return any(dialog.typing_until > at for dialog in self.dialogs.values())

    def mark_read(self, peer_id: int) -> None:
        dialog = self.dialog(peer_id)
        dialog.read_upto = max((m.message_id for m in dialog.messages), default=0)
        self.version += 1

    def dialog(self, peer_id: int) -> Dialog:
        """Raises VkError 901 when there is none, since then there is no consent either."""
        if peer_id not in self.dialogs:
            raise VkError(901)
        return self.dialogs[peer_id]

    def comments_of(self, post_id: int) -> list[Comment]:
        return [self.comments[id_] for id_ in self._by_post.get(post_id, ()) if not self.comments[id_].is_deleted]

    def replies_below(self, comment_id: int) -> int:
        return self._replies[comment_id]

    def _answered(self, post_id: int, comment_id: int | None) -> Comment | None:
        if comment_id is None:
            return None
        comment = self.comments.get(comment_id)
        if comment is None or comment.post_id != post_id:
            raise InvalidParameterError("reply_to_comment", "a comment of this post")
        return comment

    def _comment_on_wall(self, comment_id: int) -> Comment:
        comment = self.comments.get(comment_id)
        if comment is None or comment.is_deleted:
            raise InvalidParameterError("comment_id", "a comment on the wall")
        return comment

    def _change_comment(self, comment: Comment, **changes: Any) -> Comment:
        changed = self.comments[comment.comment_id] = replace(comment, **changes)
        self.version += 1
        return changed

    def _new_comment(self, post_id: int, from_id: int, text: str, at: float, answered: Comment | None) -> Comment:
        return Comment(
            comment_id=next(self._ids),
            post_id=post_id,
            from_id=from_id,
            text=text,
            date=int(at),
            # VK keeps two levels: an answer inside a thread stays below the comment that began it.
            parents_stack=(answered.parents_stack or (answered.comment_id,)) if answered else (),
            reply_to_comment=answered.comment_id if answered else None,
            reply_to_user=answered.from_id if answered else None,
        )

    def _store_post(self, post_id: int, from_id: int, text: str, at: float) -> Post:
        post = Post(post_id=post_id, from_id=from_id, text=text, date=int(at))
        self.posts[post_id] = post
        self.version += 1
        return post

    def _store_message(
        self,
        dialog: Dialog,
        from_id: int,
        text: str,
        at: float,
        random_id: int,
        format_data: FormatData | None = None,
    ) -> Message:
        message = Message(
            message_id=next(self._ids),
            conversation_message_id=len(dialog.messages) + 1,
            peer_id=dialog.peer_id,
            from_id=from_id,
            text=text,
            date=int(at),
            random_id=random_id,
            format_data=format_data,
        )
        dialog.messages.append(message)
        self.version += 1
        return message

    def _sent_before(self, dialog: Dialog, random_id: int, at: float) -> Message | None:
        recent = dialog.messages[-REPEAT_MESSAGES:] if random_id else []
        for message in reversed(recent):
            if message.is_outgoing and message.random_id == random_id and at - message.date <= REPEAT_SECONDS:
                return message
        return None
