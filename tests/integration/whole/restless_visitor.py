"""A visitor whose connection breaks again and again; keeps what was seen, and complains of what comes twice."""

from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.integration.whole.chat_client import ChatClient, Frame, visiting
from tests.integration.whole.house import House


@dataclass
class Restless:
    """
    ``messages`` are what it has seen, by number; ``texts`` the answers as they were shown, ``ended`` those that ended.

    ``said`` are its own messages, by their ids, until they are accepted.
    """

    house: House
    token: str | None = None
    said: dict[str, str] = field(default_factory=dict)
    waits_for: set[str] = field(default_factory=set)
    messages: dict[int, Frame] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    ended: dict[str, Frame] = field(default_factory=dict)
    visits: int = 0

    @property
    def has_upto(self) -> int:
        """The highest number up to which nothing is missing."""
        seq = 0
        while seq + 1 in self.messages:
            seq += 1
        return seq

    @property
    def is_content(self) -> bool:
        return not self.said and not self.waits_for

    def say(self, id_: str, text: str) -> None:
        self.said[id_] = text

    async def visit(self) -> None:
        """Connect, say what was not accepted yet, and listen until the wire breaks or all is answered."""
        self.visits += 1
        try:
            async with visiting(self.house) as client:
                await self._stay(client)
        except (ConnectionClosed, InvalidHandshake, OSError):
            return

    async def _stay(self, client: ChatClient) -> None:
        # What was shown of an answer before is laid under what is shown of it now.
        client.texts = self.texts
        fields = {"token": self.token, "after_seq": self.has_upto, "open_turns": sorted(self.waits_for)}
        await client.send("hello", protocol=1, **{name: value for name, value in fields.items() if self.token})
        await client.until("welcome")
        self.token = client.frames[-1]["token"]
        sent: set[str] = set()
        while not self.is_content:
            for id_, text in list(self.said.items()):
                if id_ not in sent:
                    sent.add(id_)
                    await client.send("message", id=id_, text=text)
            self._see(await client.next())

    def _see(self, frame: Frame) -> None:
        match frame["type"]:
            case "accepted":
                self.said.pop(frame["id"], None)
                self.messages[frame["message"]["seq"]] = frame["message"]
                if frame["turn_id"] not in self.ended:
                    self.waits_for.add(frame["turn_id"])
            case "message":
                seq = frame["message"]["seq"]
                assert seq not in self.messages, f"message {seq} came twice"
                self.messages[seq] = frame["message"]
            case "turn_ended":
                assert frame["turn_id"] not in self.ended, "an end came twice"
                assert frame["state"] == "settled", frame
                self.ended[frame["turn_id"]] = frame
                self.messages[frame["message"]["seq"]] = frame["message"]
                self.waits_for.discard(frame["turn_id"])
            case "error":
                raise AssertionError(frame)
