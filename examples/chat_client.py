"""Ask the assistant of a site: python -m examples.chat_client ws://127.0.0.1:8000/ws "Are you open?"."""

import asyncio
import json
import sys
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame = dict[str, Any]


class Chat:
    """A conversation that outlives its connections; ``text`` is the running answer so far."""

    def __init__(self, url: str) -> None:
        self.url, self.token, self.seq, self.turn, self.text = url, "", 0, "", ""
        self.ends: dict[str, Frame] = {}

    async def ask(self, question: str) -> str:
        """Return the answer. Sent again under its id after a break, the question is still one message."""
        said, self.turn, self.text = {"type": "message", "id": str(uuid4()), "text": question}, "", ""
        while True:
            try:
                async with connect(self.url, max_size=2**20) as socket:
                    open_turns = [self.turn] if self.turn else []
                    hello = {"token": self.token, "after_seq": self.seq, "open_turns": open_turns}
                    await socket.send(json.dumps({"type": "hello", "protocol": 1} | hello))
                    await socket.send(json.dumps(said))
                    return await self._answer(socket)
            except (ConnectionClosed, OSError):
                await asyncio.sleep(1)

    async def _answer(self, socket: ClientConnection) -> str:
        while self.turn not in self.ends:
            frame: Frame = json.loads(await socket.recv())
            message = frame.get("message", {}) if frame["type"] != "error" else {}
            self.seq = max(self.seq, message.get("seq", 0))
            match frame["type"]:
                case "welcome" | "signed_in":
                    self.token = frame["token"]
                case "accepted":
                    self.turn = frame["turn_id"] or ""
                case "snapshot" | "delta" if frame["turn_id"] == self.turn:
                    self.text = self.text[: frame.get("offset", 0)] + frame["text"]
                case "turn_ended" | "message" if "turn_id" in message | frame:
                    self.ends[(message | frame)["turn_id"]] = frame
                case "message" if message["author"] == "system":
                    return str(message["text"])
                case "error":
                    return f"error: {frame['message']}"
        end = self.ends[self.turn]
        self.text = end["message"]["text"] if "message" in end else f"{end['state']}: {end['code']}"
        return self.text


if __name__ == "__main__":
    sys.stdout.write(asyncio.run(Chat(sys.argv[1]).ask(sys.argv[2])) + "\n")
