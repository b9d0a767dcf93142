"""What a client of the chat has seen, as docs/chat-protocol.md wants it kept; complains of whatever may not come."""

from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]


@dataclass
class Seen:
    """
    ``messages`` are those it has, by number; ``texts`` the answers as they were shown; ``ended`` the ends of turns.

    ``said`` are its own messages, by their ids, until they are accepted. What comes again shows it by its number or its
    turn, and has to be the same.
    """

    token: str | None = None
    said: dict[str, str] = field(default_factory=dict)
    waits_for: set[str] = field(default_factory=set)
    messages: dict[int, Frame] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    ended: dict[str, Frame] = field(default_factory=dict)

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

    def hello(self) -> Frame:
        """The fields with which it comes back."""
        known = {"token": self.token, "after_seq": self.has_upto, "open_turns": sorted(self.waits_for)}
        return known if self.token else {}

    def see(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                self.token = frame["token"]
            case "accepted":
                self._accepted(frame)
            case "message":
                self._keep(frame["message"])
            case "turn_started":
                self._begins(frame["turn_id"])
            case "snapshot":
                self._begins(frame["turn_id"])
                self.texts[frame["turn_id"]] = frame["text"]
            case "delta":
                self._lay(frame)
            case "turn_ended":
                self._ends(frame)

    def _accepted(self, frame: Frame) -> None:
        self.said.pop(frame["id"], None)
        self._keep(frame["message"])
        if frame["turn_id"] is not None and frame["turn_id"] not in self.ended:
            self.waits_for.add(frame["turn_id"])

    def _begins(self, turn_id: str) -> None:
        """For the first time, or anew."""
        self.ended.pop(turn_id, None)
        self.waits_for.add(turn_id)

    def _lay(self, frame: Frame) -> None:
        before = self.texts.get(frame["turn_id"], "")
        assert frame["offset"] <= len(before), "a hole in the answer"
        self.texts[frame["turn_id"]] = before[: frame["offset"]] + frame["text"]

    def _ends(self, frame: Frame) -> None:
        self.ended[frame["turn_id"]] = frame
        self.waits_for.discard(frame["turn_id"])
        if frame["state"] == "failed":
            # Another attempt, of which one may hear when it has ended, is another text.
            self.texts.pop(frame["turn_id"], None)
        if "message" in frame:
            self._keep(frame["message"])

    def _keep(self, message: Frame) -> None:
        known = self.messages.setdefault(message["seq"], message)
        assert known["text"] == message["text"], "two messages have one number"
