"""Find what was said in a person's chats."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.chat.visitor import Visitor
from domain.message import Message
from ports.storage import Storage, UnitOfWork

MOST_CHATS = 50
MOST_READ = 2_000
MOST_FOUND = 30
EXCERPT_LENGTH = 160
_BEFORE_THE_WORD = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """``excerpt`` is the part of the message around the first of the words, on one line."""

    message: Message
    excerpt: str


class SearchChats:
    """
    All the words, in any order, whatever their case; ё is е.

    A person's own chats only, from the latest back, and no further than ``MOST_READ`` messages. The texts are
    compared here: no two databases agree on what upper case and ё are.
    """

    def __init__(self, *, storage: Storage) -> None:
        self._storage = storage

    async def execute(self, visitor: Visitor, text: str) -> Sequence[Hit]:
        """Latest chat first, latest message first in each. Raises StorageUnavailableError."""
        words = folded(text).split()

        async def read(uow: UnitOfWork) -> list[Hit]:
            hits: list[Hit] = []
            left = MOST_READ
            for chat in await uow.conversations.of_person(visitor.person.id, limit=MOST_CHATS):
                messages = await uow.messages.before(chat.id, seq=None, limit=left)
                hits += [_hit(message, words) for message in reversed(messages) if has_all(message, words)]
                left -= len(messages)
                if len(hits) >= MOST_FOUND or left <= 0:
                    break
            return hits[:MOST_FOUND]

        return await self._storage.read(read) if words else []


def has_all(message: Message, words: Sequence[str]) -> bool:
    text = folded(message.text)
    return all(word in text for word in words)


def _hit(message: Message, words: Sequence[str]) -> Hit:
    line = " ".join(message.text.split())
    # A letter that is longer in lower case shifts the place by a little, which an excerpt can bear.
    start = max(0, folded(line).find(words[0]) - _BEFORE_THE_WORD)
    return Hit(message=message, excerpt=line[start : start + EXCERPT_LENGTH])


def folded(text: str) -> str:
    return text.lower().replace("ё", "е")
