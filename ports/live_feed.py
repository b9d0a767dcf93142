"""What may be lost: news for open sockets, on any node, and the text so far of running answers."""

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from domain.errors import OtklikError
from domain.identifiers import ConversationId, SessionId, TurnId
from domain.live import ConversationNews, News, RunningAnswer, SessionChanged


class FeedOverflowError(OtklikError):
    """The subscriber read too slowly; what it missed is in the database."""


class FeedGapError(OtklikError):
    """The feed itself was away for a while; what was published meanwhile is in the database."""


class LiveFeed(Protocol):
    """
    Publishing never raises and never waits for a reader: a feed that is down loses news, and nothing else.

    A subscriber gets all news published after its subscription was entered, in order; one that falls behind by more
    than the feed's bound gets FeedOverflowError from the iterator, one whose feed was away FeedGapError; either reads
    the database again.
    """

    async def publish(self, news: ConversationNews) -> None:
        """Tell everybody who follows the conversation; FragmentWritten also extends the running answer."""
        ...

    async def publish_to_session(self, news: SessionChanged) -> None: ...

    def follow(
        self, *, conversation_id: ConversationId, session_id: SessionId
    ) -> AbstractAsyncContextManager[AsyncIterator[News]]:
        """Follow a conversation and a session at once; leaving the context ends it."""
        ...

    def followed(self) -> Collection[SessionId]:
        """Sessions that somebody in this process follows."""
        ...

    async def running(self, turn_id: TurnId) -> RunningAnswer | None:
        """The text so far of an answer that is being written; None when nothing is known of it."""
        ...
