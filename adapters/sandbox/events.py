from dataclasses import dataclass

from adapters.sandbox.shapes import API_VERSION, VkObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, before it is put into the envelope of one receiver.

    `is_own` marks what the community itself did. `raw` is sent byte for byte instead of an envelope.
    """

    event_id: str
    kind: str
    object: VkObject
    is_own: bool = False
    raw: bytes | None = None


def envelope(event: Event, *, group_id: int, secret: str | None, version: str = API_VERSION) -> VkObject:
    shape: VkObject = {
        "group_id": group_id,
        "type": event.kind,
        "event_id": event.event_id,
        "v": version,
        "object": event.object,
    }
    if secret:
        shape["secret"] = secret
    return shape
