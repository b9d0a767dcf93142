import hashlib
import secrets
import time
from itertools import count

import msgspec

from adapters.sandbox.callback_sender import CallbackSender
from adapters.sandbox.callback_servers import CallbackServers
from adapters.sandbox.community import Community
from adapters.sandbox.config import SandboxConfig
from adapters.sandbox.events import Event
from adapters.sandbox.faults import FaultKind, FaultScript
from adapters.sandbox.journal import Journal
from adapters.sandbox.long_poll import LongPoll
from adapters.sandbox.model.behaviour import ModelScript
from adapters.sandbox.rate_limit import RateLimit
from adapters.sandbox.shapes import VkObject, post_object

JOURNAL_LIMIT = 2000
_ID_EPOCH = 1_700_000_000
_IDS_PER_SECOND = 10
_ID_LIMIT = 2_000_000_000


class ApiCall(msgspec.Struct, kw_only=True):
    """One call of a VK method; the token is not kept. `fault` names the fault that hit it."""

    at: float
    method: str
    params: dict[str, str]
    response: object = None
    error_code: int | None = None
    fault: str | None = None


class ModelRequest(msgspec.Struct, kw_only=True):
    """One request to the model. `state`: running, answered, refused, cut, client_gone."""

    at: float
    body: object
    behaviour: str
    streamed: bool
    tokens_sent: int = 0
    state: str = "running"


class Sandbox:
    """Everything one sandbox holds: the community, the scripts of faults, the journals and the sender."""

    def __init__(self, config: SandboxConfig) -> None:
        self.config = config
        self.clock = time.time
        self.faults = FaultScript()
        self.model_script = ModelScript()
        self.servers = CallbackServers()
        self.sender = CallbackSender(config, self.servers, self.faults, self.clock)
        self.long_poll = LongPoll()
        self.rate_limit = RateLimit(config.rate_limit)
        self.api_calls: Journal[ApiCall] = Journal(JOURNAL_LIMIT)
        self.model_requests: Journal[ModelRequest] = Journal(JOURNAL_LIMIT // 4)
        self._ids = count(config.first_id or _first_id(self.clock()))
        self._resets = 0
        self.community = self._seeded()
        if config.callback_url:
            self.servers.point_at(config.callback_url, config.secret)

    @property
    def version(self) -> int:
        """Rises with every change that the state view shows."""
        journals = self.api_calls.version + self.sender.journal.version + self.model_requests.version
        return self.community.version + journals + self._resets

    def announce_seed(self) -> None:
        post = next(iter(self.community.posts.values()))
        event_id = hashlib.sha256(f"seed {self.config.group_id}".encode()).hexdigest()[:40]
        self._deliver("wall_post_new", post_object(post, self.community), event_id)

    def emit(self, kind: str, vk_object: VkObject, *, is_own: bool = False) -> str:
        """Tells every receiver that something happened; returns the `event_id`."""
        return self._deliver(kind, vk_object, secrets.token_hex(20), is_own=is_own)

    def emit_raw(self, body: bytes) -> None:
        """Posts `body` to every callback server as it is; the long poll does not get it."""
        shown = _decoded(body)
        named = shown if isinstance(shown, dict) else {}
        kind, event_id = str(named.get("type", "raw")), str(named.get("event_id", ""))
        self.sender.send(Event(event_id=event_id, kind=kind, object=named.get("object", {}), raw=body))

    async def reset(self) -> None:
        """Begins anew: the seeded post, no faults, empty journals. Ids go on, and so does the callback."""
        await self.sender.drop_pending()
        for cleared in (self.faults, self.model_script, self.sender.journal, self.api_calls, self.model_requests):
            cleared.clear()
        self.long_poll.forget()
        self._resets += self.community.version + 1
        self.community = self._seeded()

    def _seeded(self) -> Community:
        community = Community(self.config.group_id, self._ids)
        community.seed(self.clock())
        return community

    def _deliver(self, kind: str, vk_object: VkObject, event_id: str, *, is_own: bool = False) -> str:
        if is_own and self.faults.of_event(FaultKind.POSITIVE_OWN_ID, kind):
            vk_object |= {"from_id": self.config.group_id}
        event = Event(event_id=event_id, kind=kind, object=vk_object, is_own=is_own)
        self.long_poll.add(event)
        self.sender.send(event)
        return event_id


def _first_id(now: float) -> int:
    return int((now - _ID_EPOCH) * _IDS_PER_SECOND) % _ID_LIMIT + 1000


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
