"""The frames of one client: read, refused where they are none, and counted."""

from typing import Final

from adapters.inbound.chat import frames
from adapters.inbound.chat.channel import NOT_THE_PROTOCOL, Channel, ClosedError
from adapters.inbound.chat.decode import BadFrameError, NotTheProtocolError, decode_frame
from adapters.inbound.chat.words import words

MOST_BAD_FRAMES: Final = 20


class ClientFrames:
    """Of whoever sends too many bad ones the socket is closed. ``lang`` is that of what is refused."""

    __slots__ = ("_bad_frames", "_channel", "lang")

    def __init__(self, channel: Channel, *, lang: str) -> None:
        self._channel = channel
        self._bad_frames = 0
        self.lang = lang

    async def next(self) -> frames.AnyClientFrame | None:
        """None for a frame that was refused. Raises ClosedError, also after too many of those."""
        data = await self._channel.receive()
        try:
            return decode_frame(data)
        except BadFrameError as error:
            self._bad_frames += 1
            message = f"{words('bad_frame', self.lang)}: {error.where}"
            await self._channel.send(frames.ErrorFrame(ref=error.ref, code="bad_frame", message=message))
            if self._bad_frames < MOST_BAD_FRAMES:
                return None
        except NotTheProtocolError:
            await self.refuse("bad_frame", None)
        await self._channel.close(NOT_THE_PROTOCOL, "not the protocol")
        raise ClosedError

    async def refuse(self, code: str, ref: str | None, *, retry_after: float | None = None) -> None:
        message = words(code, self.lang)
        await self._channel.send(frames.ErrorFrame(ref=ref, code=code, message=message, retry_after=retry_after))
