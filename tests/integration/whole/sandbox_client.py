"""What the tests do in the stand-in community, and what they see there."""

import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from tests.integration.whole.house import GROUP, VK_SECRET, VK_TOKEN, House
from tests.integration.whole.waiting import until

# Others than those of a test process beside this one.
_PEOPLE = itertools.count(700_000_001 + os.getpid() % 1_000 * 10_000)

Found = dict[str, Any]


def stranger() -> int:
    """The VK id of a person nobody has met."""
    return next(_PEOPLE)


class SandboxClient:
    def __init__(self, http: httpx2.AsyncClient) -> None:
        self._http = http

    async def control(self, path: str, body: object = None) -> Any:
        answer = await self._http.post(f"/sandbox/api/{path}", json=body)
        assert answer.status_code == httpx2.codes.OK, answer.text
        return answer.json()

    async def reset(self) -> None:
        """Nothing is left of what was before, and nobody is told of what comes."""
        await self.control("reset")
        for server in (await self.method("groups.getCallbackServers"))["items"]:
            await self.method("groups.deleteCallbackServer", server_id=server["id"])

    async def send_events_to(self, house: House) -> None:
        await self.control("callback", {"url": house.callback_url, "secret": VK_SECRET})

    async def fault(self, method: str, kind: str, **details: object) -> None:
        """The next call of a VK method goes wrong."""
        await self.control("faults", {"method": method, "kind": kind} | details)

    async def model(self, kind: str, **details: object) -> None:
        """The next request to the model (with ``match``: the next whose question has it) goes this way."""
        await self.control("model", {"kind": kind} | details)

    async def method(self, name: str, **parameters: object) -> Any:
        """What a VK method answers."""
        form = {"access_token": VK_TOKEN, "v": "5.199", "group_id": str(GROUP)}
        form |= {key: str(value) for key, value in parameters.items()}
        answer = (await self._http.post(f"/method/{name}", data=form)).json()
        assert "response" in answer, answer
        return answer["response"]

    async def post(self, text: str = "Новости мастерской", *, by: int | None = None) -> int:
        """A post on the wall, by the community if by nobody else; gives its id."""
        post_id: int = (await self.control("post", {"text": text, "from_id": by}))["post_id"]
        return post_id

    async def comment(self, post_id: int, text: str, *, by: int | None = None, reply_to: int | None = None) -> int:
        """A comment of a person; gives its id."""
        body = {"post_id": post_id, "text": text, "from_id": by or stranger(), "reply_to_comment": reply_to}
        comment_id: int = (await self.control("comment", body))["comment_id"]
        return comment_id

    async def change(self, comment_id: int, kind: str, text: str = "") -> None:
        """A person edits, deletes or restores a comment."""
        await self.control("comment/change", {"comment_id": comment_id, "kind": kind, "text": text})

    async def say(self, text: str, *, by: int) -> int:
        """A message of a person to the community; gives its id."""
        message_id: int = (await self.control("message", {"from_id": by, "text": text}))["message_id"]
        return message_id

    async def state(self) -> Found:
        answer = await self._http.get("/sandbox/api/state")
        assert answer.status_code == httpx2.codes.OK, answer.text
        state: Found = answer.json()
        return state

    async def said_under(self, post_id: int) -> list[Found]:
        """What the community has commented under a post, oldest first."""
        posts = [post for post in (await self.state())["posts"] if post["id"] == post_id]
        return [comment for post in posts for comment in post["comments"] if comment["from_id"] == -GROUP]

    async def said_to(self, person: int) -> list[Found]:
        """What the community has written to a person, oldest first."""
        dialogs = [dialog for dialog in (await self.state())["dialogs"] if dialog["peer_id"] == person]
        return [message for dialog in dialogs for message in dialog["messages"] if message["from_id"] == -GROUP]

    async def answers(self, post_id: int, *, to: int) -> list[Found]:
        return [comment for comment in await self.said_under(post_id) if comment["reply_to_comment"] == to]

    async def answer(self, post_id: int, *, to: int) -> Found:
        """The first answer to a comment, waited for."""
        found = await until(lambda: self.answers(post_id, to=to), f"an answer to comment {to}")
        return found[0]

    async def message_to(self, person: int, *, number: int = 1) -> Found:
        """The first or a later message to a person, waited for."""

        async def look() -> Found | None:
            return dict(enumerate(await self.said_to(person), start=1)).get(number)

        return await until(look, f"message {number} to person {person}") or {}

    async def calls(self, method: str) -> list[Found]:
        """The calls of a VK method, oldest first, refused ones too."""
        return [call for call in (await self.state())["api_calls"] if call["method"] == method]

    async def questions(self, part: str) -> list[Found]:
        """Requests to the model whose last message has ``part`` in it."""
        requests = (await self._http.get("/sandbox/api/model/requests")).json()["requests"]
        return [each for each in requests if part in each["body"]["messages"][-1]["content"]]

    async def asked(self, part: str) -> None:
        """Return when the model is at work on a question that has ``part`` in it."""
        await until(lambda: self.questions(part), "the model to be asked")

    async def has_told_all(self) -> bool:
        """Whether each event has been taken or lost."""
        answer = await self._http.get("/sandbox/api/state", params={"recent": 0})
        return not answer.json()["pending_deliveries"]

    async def all_told(self) -> list[Found]:
        """The journal of events, as soon as each has been taken or lost."""

        async def look() -> Found | None:
            state = await self.state()
            return None if state["pending_deliveries"] else state

        state = await until(look, "the events to be taken")
        return list(state["deliveries"]) if state else []


@asynccontextmanager
async def sandbox_client(url: str) -> AsyncIterator[SandboxClient]:
    async with httpx2.AsyncClient(base_url=url, trust_env=False, timeout=20) as http:
        yield SandboxClient(http)
