"""Whatever a stranger sends to any address: an answer of ours that names its request and nothing of the inside."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from configuration.app import create_app, create_workers
from tests.examples import examples
from tests.unit.configuration.assembly import GROUP, SECRET, House, make_settings

SECRET_KEY = "0123456789abcdef" * 4
CALLBACK = "/ego18/vk-callback2"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
INSIDE = re.compile(r"Traceback|\.py\b|line \d+|sqlalchemy|asyncmy|sqlite|litestar|msgspec|SELECT ", re.IGNORECASE)

# What an HTTP client can put on the wire: the rest never comes so far.
printable = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#?\\")
known = st.sampled_from(
    [
        *("/", "/embed", "/widget.js", "/health/live", "/health/ready", "/metrics", "/deadlines.ics"),
        *("/schema/openapi.json", "/schema/asyncapi.json", "/ws", "/static/chat/main.js", CALLBACK),
    ]
)
any_path = (
    known | st.text(printable, max_size=40).map("/{}".format) | st.builds("{}/{}".format, known, st.text(printable))
)
paths = any_path.filter(lambda path: not path.startswith("//"))
queries = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="#"), max_size=40)
names = st.sampled_from(
    [
        *("Accept", "Accept-Language", "Content-Type", "If-None-Match", "Range", "Origin", "Cookie", "Authorization"),
        *("X-Forwarded-For", "X-Request-Id", "X-Retry-Counter", "Upgrade", "Host"),
    ]
)
values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60).map(str.strip)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)
kinds = st.sampled_from(("confirmation", "message_new", "wall_reply_new", "wall_post_new", "like_add"))
events = st.builds(
    lambda kind, object_: {"type": kind, "group_id": GROUP, "secret": SECRET, "event_id": "e", "object": object_},
    kinds,
    json_values,
)
bodies = st.binary(max_size=200) | (json_values | events).map(lambda value: json.dumps(value).encode())


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient[Litestar]]:
    house = House(make_settings(secret_key=SECRET_KEY))
    app = create_app(house.container, house.settings, workers=create_workers(house.container, house.settings))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@settings(max_examples=examples(200))
@given(
    method=st.sampled_from(METHODS),
    path=paths,
    query=queries,
    headers=st.dictionaries(names, values, max_size=4),
    body=bodies,
)
@example(method="GET", path="/deadlines.ics", query="signature=%FF", headers={}, body=b"")
@example(method="GET", path="/static/chat/%00", query="", headers={"Range": "bytes=5-1"}, body=b"")
@example(method="POST", path=CALLBACK, query="", headers={"Content-Type": "text/plain"}, body=b"\xff\xfe{")
@example(method="POST", path=CALLBACK, query="", headers={}, body=b"[" * 150)
def test_get_an_answer_that_tells_nothing_of_the_inside(
    site: TestClient[Litestar], method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    answer = site.request(method, f"{path}?{query}", headers=headers, content=body, follow_redirects=False)

    assert answer.status_code < 500
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])
    if answer.status_code >= 400:
        assert not INSIDE.search(answer.text.replace(path, "")), answer.text
