"""A span in the JSON of OTLP 1 (opentelemetry-proto, trace/v1): ids are hex, times are strings of nanoseconds."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from ports.tracing import Attribute, Attributes

_INTERNAL: Final = 1
_CLIENT: Final = 3
_ERROR: Final = 2
"""Of the enumerations SpanKind and Status.StatusCode."""


@dataclass(slots=True, kw_only=True)
class OtlpSpan:
    """``began_at`` is the time of day, ``began`` what the duration is measured from."""

    name: str
    trace: UUID
    parent: str | None
    calls_out: bool
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    began_at: int = field(default_factory=time.time_ns)
    began: int = field(default_factory=time.monotonic_ns)
    took: int = 0
    attributes: dict[str, Attribute] = field(default_factory=dict)
    error: str | None = None

    def note(self, attributes: Attributes) -> None:
        self.attributes |= {name: value for name, value in attributes.items() if value is not None}

    def end(self, error: BaseException | None) -> None:
        self.took = time.monotonic_ns() - self.began
        if error is not None:
            self.error = type(error).__name__
            self.attributes["error.type"] = self.error

    def encode(self) -> dict[str, Any]:
        encoded: dict[str, Any] = {
            "traceId": self.trace.hex,
            "spanId": self.id,
            "name": self.name,
            "kind": _CLIENT if self.calls_out else _INTERNAL,
            "startTimeUnixNano": str(self.began_at),
            "endTimeUnixNano": str(self.began_at + self.took),
            "attributes": encode_attributes(self.attributes),
            "status": {} if self.error is None else {"code": _ERROR},
        }
        return encoded if self.parent is None else encoded | {"parentSpanId": self.parent}


def encode_attributes(attributes: Attributes) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in attributes.items() if value is not None]


def _value(value: Attribute) -> dict[str, Any]:
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case _:
            return {"stringValue": value}
