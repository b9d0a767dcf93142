"""The document of the protocol against the frames that the code speaks, and against the page in docs/."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.inbound.chat import channel, client_frames, frames, visit
from adapters.inbound.chat.asyncapi import CLIENT_FRAMES, SERVER_FRAMES, asyncapi_document
from adapters.inbound.chat.refusals import REFUSALS
from domain.command import CommandName
from tests.documents import ROOT, section

DOCUMENT = asyncapi_document()
PAGE = ROOT / "docs" / "chat-protocol.md"


def pointed_at(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        if "$ref" in document:
            yield document["$ref"]
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from pointed_at(each)


def find(pointer: str) -> Any:
    found: Any = DOCUMENT
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step]
    return found


def messages_of(operation: str) -> set[str]:
    return {find(message["$ref"])["name"] for message in DOCUMENT["operations"][operation]["messages"]}


def test_points_at_nothing_that_is_not_there() -> None:
    pointers = set(pointed_at(DOCUMENT))

    assert len(pointers) > len(CLIENT_FRAMES) + len(SERVER_FRAMES)
    for pointer in pointers:
        assert find(pointer)


def test_has_every_frame_of_the_module() -> None:
    structs = [each for each in vars(frames).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)]
    client = {each.__struct_config__.tag for each in structs if issubclass(each, frames.ClientFrame)}
    server = {each.__struct_config__.tag for each in structs if issubclass(each, frames.ServerFrame)}

    assert messages_of("receive") == client - {"ClientFrame"}
    assert messages_of("send") == server - {"ServerFrame"}


@pytest.mark.parametrize("frame", [*CLIENT_FRAMES, *SERVER_FRAMES])
def test_describes_the_type_and_the_fields_of_each_frame(frame: type[msgspec.Struct]) -> None:
    schema = DOCUMENT["components"]["schemas"][frame.__name__]

    assert schema["properties"]["type"] == {"enum": [frame.__struct_config__.tag]}
    assert set(schema["properties"]) == {"type", *frame.__struct_encode_fields__}


def test_has_the_frames_that_the_page_tells_of() -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE.read_text(encoding="utf-8")))

    assert messages_of("receive") | messages_of("send") <= told


def told_below(heading: str, header: str) -> set[str]:
    """What the first column of a table names."""
    table = section(PAGE.read_text(encoding="utf-8"), heading).split(f"{header}\n", 1)[1].split("\n\n", 1)[0]
    cells = [row.split("|")[1] for row in table.splitlines()]
    return {name for cell in cells for name in re.findall(r"[a-z_0-9]+", cell) if name.strip("-")}


def test_has_just_the_clients_frames_that_the_table_lists() -> None:
    assert told_below("## All frames of a client", "| `type` | fields | reply |") == messages_of("receive")


def test_has_the_servers_frames_that_the_page_lists() -> None:
    first_sentence = section(PAGE.read_text(encoding="utf-8"), "## All frames of the server").split(". ", 1)[0]

    assert set(re.findall(r"`([a-z_]+)`", first_sentence)) == messages_of("send")


def test_errors_are_those_that_the_code_sends() -> None:
    refused = {code for code, _ in REFUSALS.values()} | {"internal"}
    sources = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in (visit, client_frames))
    of_a_visit = re.findall(r'\brefuse\("([a-z_]+)"', sources)

    assert told_below("## Errors", "| `code` | |") == refused.union(of_a_visit)


def test_close_codes_are_told() -> None:
    sent = {channel.COME_BACK, channel.SIGNED_OUT, channel.POLICY}
    sent |= {channel.NOT_THE_PROTOCOL, channel.NO_HELLO, channel.TOO_SLOW}

    assert {str(code) for code in sent} <= told_below("## Errors", "| close code | |")


def test_commands_are_those_that_the_page_tells_of() -> None:
    table = section(PAGE.read_text(encoding="utf-8"), "## Commands")

    assert set(re.findall(r"`/([a-z]+)[^`]*`", table)) == set(CommandName)
