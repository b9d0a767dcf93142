"""A visitor whose connection breaks again and again."""

from dataclasses import dataclass

from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.integration.whole.chat_client import ChatClient, visiting
from tests.integration.whole.house import House
from tests.unit.adapters.inbound.chat.seen import Seen


@dataclass(kw_only=True)
class Restless(Seen):
    """``visits`` counts the connections that were tried."""

    house: House
    visits: int = 0

    async def visit(self) -> None:
        """Connect, say what was not accepted yet, and listen until the wire breaks or all is answered."""
        self.visits += 1
        try:
            async with visiting(self.house) as client:
                await self._stay(client)
        except (ConnectionClosed, InvalidHandshake, OSError):
            return

    async def _stay(self, client: ChatClient) -> None:
        # What was shown of an answer before lies under what is shown of it now.
        client.texts = self.texts
        await client.send("hello", protocol=1, **self.hello())
        self.see(await client.until("welcome"))
        sent: set[str] = set()
        while not self.is_content:
            for id_ in self.said.keys() - sent:
                sent.add(id_)
                await client.send("message", id=id_, text=self.said[id_])
            frame = await client.next()
            assert frame["type"] != "error", frame
            self.see(frame)
