"""News that go to many sockets of this process, each encoded once."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

import msgspec

from adapters.inbound.chat.frames import ServerFrame
from domain.live import ConversationNews

REMEMBERED: Final = 256

_encoder = msgspec.json.Encoder()


def encode_frame(frame: ServerFrame) -> str:
    """One JSON object."""
    return _encoder.encode(frame).decode()


class EncodedOnce:
    """
    The feed hands one and the same object to all who follow: the first socket encodes it, the others take that text.

    Equal news are not the same news. What is forgotten is encoded again.
    """

    def __init__(self) -> None:
        # The news are kept beside their text, so that nothing else can get their identity.
        self._kept: OrderedDict[int, tuple[ConversationNews, str]] = OrderedDict()

    def encode(self, news: ConversationNews, make: Callable[[ConversationNews], ServerFrame]) -> str:
        kept = self._kept.get(id(news))
        if kept is None:
            kept = self._kept[id(news)] = (news, encode_frame(make(news)))
            if len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return kept[1]
