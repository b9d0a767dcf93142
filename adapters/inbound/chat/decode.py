"""From what came over the wire to frames."""

import json
from typing import Final
from uuid import UUID

import msgspec

from adapters.inbound.chat.frames import AnyClientFrame
from domain.errors import NotFoundError

MOST_REF: Final = 64

_decoder: msgspec.json.Decoder[AnyClientFrame] = msgspec.json.Decoder(AnyClientFrame)
_ref_decoder = msgspec.json.Decoder(dict[str, msgspec.Raw])


class NotTheProtocolError(Exception):
    """Not a JSON object in a text frame: whoever sends this speaks something else."""


class BadFrameError(Exception):
    """An object, but no frame of the protocol. ``where`` quotes no value; ``ref`` is the frame's, if it had one."""

    def __init__(self, where: str, ref: str | None) -> None:
        super().__init__(where)
        self.where = where
        self.ref = ref


def decode_frame(data: str | bytes) -> AnyClientFrame:
    """Raises NotTheProtocolError, BadFrameError."""
    if isinstance(data, bytes):
        raise NotTheProtocolError
    try:
        return _decoder.decode(data)
    except msgspec.ValidationError as error:
        raise BadFrameError(_where(error), _ref(data)) from None
    except msgspec.DecodeError:
        raise _half_a_character(data) from None
    except (RecursionError, UnicodeError):
        raise NotTheProtocolError from None


def _where(error: msgspec.ValidationError) -> str:
    """The words of msgspec, less what it quotes: a wrong choice, and the name of an unknown field."""
    said = str(error)
    if said.startswith("Object contains unknown field"):
        return "unknown field"
    if said.startswith("Invalid "):
        return f"unknown value at {said.rpartition(' - at ')[2]}"
    return said


def parse_id(given: str, what: str) -> UUID:
    """An id that is no id of ours is one that does not exist. Raises NotFoundError."""
    try:
        return UUID(given)
    except ValueError:
        raise NotFoundError(what, given) from None


def _half_a_character(data: str) -> BadFrameError | NotTheProtocolError:
    """Half an emoji is an escape that JSON allows (RFC 8259, 8.2) and msgspec does not: no reason to hang up."""
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return NotTheProtocolError()
    if not isinstance(fields, dict):
        return NotTheProtocolError()
    ref = fields.get("ref")
    is_ours = isinstance(ref, str) and len(ref) <= MOST_REF and ref.isprintable()
    return BadFrameError("not interoperable JSON (RFC 7493)", ref if is_ours else None)


def _ref(data: str) -> str | None:
    try:
        fields = _ref_decoder.decode(data)
    except (msgspec.DecodeError, RecursionError):
        raise NotTheProtocolError from None
    try:
        ref = msgspec.json.decode(fields.get("ref", b"null"), type=str | None)
    except msgspec.DecodeError:
        return None
    return ref if ref is not None and len(ref) <= MOST_REF else None
