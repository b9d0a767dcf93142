from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.inbound.refusal_limit import RefusalLimit
from adapters.inbound.vk_callback import MOST_BYTES
from ports.wakeup import Queue
from tests.examples import examples
from tests.fakes.event_inbox import FailingEventInbox
from tests.unit.adapters.inbound.callback_bodies import (
    COMMENT,
    CONFIRMATION,
    GROUP,
    MESSAGE,
    SECRET,
    UNKNOWN,
    comment,
    nested,
    raw,
    with_object,
    without,
)
from tests.unit.adapters.inbound.callback_site import PATH, Site


@pytest.fixture
def site() -> Site:
    return Site()


class TestEvent:
    @pytest.mark.parametrize("fields", [COMMENT, MESSAGE, UNKNOWN], ids=lambda fields: str(fields["type"]))
    def test_answers_ok_when_the_event_is_stored(self, site: Site, fields: dict[str, Any]) -> None:
        with site.open() as client:
            answer = client.post(PATH, content=raw(fields))

        assert (answer.status_code, answer.text) == (200, "ok")
        assert answer.headers["content-type"].startswith("text/plain")
        (stored,) = site.storage.events
        assert (stored.type, stored.group_id, stored.event_id) == (fields["type"], GROUP, fields["event_id"].encode())
        assert stored.body == raw(fields | {"secret": ""})
        assert site.wakeup.signals == [Queue.EVENTS]
        assert site.counted("accepted") == 1

    def test_stores_once_when_the_event_comes_again(self, site: Site) -> None:
        assert [site.post(comment()) for _ in range(3)] == [(200, "ok")] * 3
        assert len(site.storage.events) == 1

    def test_answers_503_when_the_storage_is_down(self) -> None:
        site = Site(inbox=FailingEventInbox())

        with site.open() as client:
            answer = client.post(PATH, content=comment())

        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert answer.text == "try again later"
        assert site.counted("unavailable") == 1
        assert not site.wakeup.signals

    def test_takes_the_last_when_a_key_is_given_twice(self, site: Site) -> None:
        body = comment().replace(b'"group_id"', b'"group_id": 1, "group_id"')

        assert site.post(body) == (200, "ok")
        assert site.post(comment()[:-1] + b', "secret": "wrong"}') == (403, "the secret is wrong")

    def test_takes_a_number_when_the_event_id_is_one(self, site: Site) -> None:
        assert site.post(comment(event_id=12_345)) == (200, "ok")
        assert [event.event_id for event in site.storage.events] == [b"12345"]

    @pytest.mark.parametrize("text", ["половина \\ud83d", "\\ude00 половина", "\\ud83d\\ud83d"])
    def test_keeps_the_event_when_its_text_has_half_an_emoji(self, site: Site, text: str) -> None:
        body = with_object(f'{{"text": "{text}"}}'.encode())

        assert site.post(body) == (200, "ok")
        assert [event.body for event in site.storage.events] == [body.replace(SECRET.encode(), b"")]

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            (b'"secret" : "%s"', b'"secret" : ""'),
            (b'"secret": "another", "secret":\n"%s"', b'"secret": "", "secret":\n""'),
            (
                b'"text": "\\"secret\\": \\"words\\"", "secret": "%s"',
                b'"text": "\\"secret\\": \\"words\\"", "secret": ""',
            ),
            (b'"text": "secret", "a": ": ", "secret": "%s"', b'"text": "secret", "a": ": ", "secret": ""'),
        ],
    )
    def test_keeps_everything_but_the_secret(self, site: Site, given: bytes, kept: bytes) -> None:
        rest = b'{"type": "wall_repost", "group_id": %d, "event_id": "1", "object": {}, ' % GROUP

        assert site.post(rest + given % SECRET.encode() + b"}") == (200, "ok")
        assert [event.body for event in site.storage.events] == [rest + kept + b"}"]

    def test_tells_lone_surrogates_apart_when_the_event_id_has_some(self, site: Site) -> None:
        assert site.post(comment(event_id="\ud83dx")) == (200, "ok")
        assert site.post(comment(event_id="\ud83ex")) == (200, "ok")
        assert len(site.storage.events) == 2

    def test_answers_405_when_asked_by_get(self, site: Site) -> None:
        with site.open() as client:
            assert client.get(PATH).status_code == 405


class TestConfirmation:
    @pytest.mark.parametrize("secret", [{}, {"secret": SECRET}, {"secret": None}])
    def test_gives_the_code_when_the_secret_is_right_or_missing(self, secret: dict[str, str]) -> None:
        site = Site(confirmation_code="abc123")

        assert site.post(raw(CONFIRMATION | secret)) == (200, "abc123")
        assert site.community.calls == 0

    def test_asks_the_community_when_no_code_is_set(self, site: Site) -> None:
        assert site.post(raw(CONFIRMATION)) == (200, site.community.code)
        assert not site.storage.events

    def test_answers_503_when_the_community_does_not_tell(self, site: Site) -> None:
        site.community.fail_next()

        assert site.post(raw(CONFIRMATION)) == (503, "try again later")

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            (CONFIRMATION | {"secret": "wrong"}, "the secret is wrong"),
            (CONFIRMATION | {"secret": ""}, "the secret is wrong"),
            (CONFIRMATION | {"group_id": GROUP + 1}, "the group is not ours"),
        ],
    )
    def test_answers_403_when_it_is_not_for_us(self, site: Site, fields: dict[str, Any], reason: str) -> None:
        assert site.post(raw(fields)) == (403, reason)
        assert site.community.calls == 0


class TestRefusal:
    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (without("secret"), "the secret is missing"),
            (comment(secret=None), "the secret is missing"),
            (comment(secret="wrong"), "the secret is wrong"),
            (comment(secret=SECRET + " "), "the secret is wrong"),
            (comment(secret=SECRET[:-1]), "the secret is wrong"),
            (comment(secret=""), "the secret is wrong"),
            (comment(secret="\ud83dx"), "the secret is wrong"),
            (comment(group_id=GROUP + 1), "the group is not ours"),
            (comment(group_id=-GROUP), "the group is not ours"),
            (comment(group_id=2**80), "the group is not ours"),
        ],
    )
    def test_answers_403_and_stores_nothing_when_it_is_not_ours(self, site: Site, body: bytes, reason: str) -> None:
        assert site.post(body) == (403, reason)
        assert not site.storage.events
        assert site.counted("forbidden") == 1

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"", 400),
            (b"ok", 400),
            (b"null", 422),
            (b"[]", 422),
            (b'"text"', 422),
            (comment()[:-1], 400),
            (comment() + b"x", 400),
            (comment(group_id=str(GROUP)), 422),
            (comment(group_id=None), 422),
            (comment(group_id=True), 422),
            (comment(group_id=1.5), 422),
            (comment(secret=5), 422),
            (comment(type=None), 422),
            (comment(type=""), 422),
            (comment(type="a" * 65), 422),
            (comment(type="\ud83dx"), 422),
            (comment(type="a\nb"), 422),
            (comment(object=None), 422),
            (comment(object=[]), 422),
            (comment(object="text"), 422),
            (comment(event_id=None), 422),
            (comment(event_id=""), 422),
            (comment(event_id=1.5), 422),
            (comment(event_id=[]), 422),
            (comment(event_id="a" * 129), 422),
            (comment(event_id="я" * 65), 422),
            (comment().replace(b'"4e0f5f1f9c9c1d0b"', b"9" * 5_000), 422),
            (without("object"), 422),
            (without("event_id"), 422),
            (without("group_id"), 422),
            (without("type"), 422),
            (with_object(b'{"text": "\xff"}'), 400),
            (with_object(b'{"\xff": 1}'), 400),
            (comment().decode().encode("utf-16"), 400),
            (comment().decode().encode("utf-32"), 400),
            (comment(group_id=float("nan")), 422),
            (with_object(b'{"text": }'), 400),
        ],
    )
    def test_answers_with_a_reason_when_it_is_no_event(self, site: Site, body: bytes, status: int) -> None:
        found, reason = site.post(body)

        assert found == status
        assert reason.startswith(("the body is", "not an event: "))
        assert not site.storage.events
        assert site.counted("malformed") == 1

    @pytest.mark.parametrize("length", [128, 1])
    def test_accepts_the_event_id_when_it_is_not_too_long(self, site: Site, length: int) -> None:
        assert site.post(comment(event_id="a" * length)) == (200, "ok")

    @pytest.mark.parametrize("levels", [201, 100_000])
    def test_answers_400_when_it_is_nested_too_deeply(self, site: Site, levels: int) -> None:
        assert site.post(nested(levels)) == (400, "the body is nested deeper than 200 levels")

    def test_answers_ok_when_it_is_nested_as_deeply_as_vk_does(self, site: Site) -> None:
        assert site.post(with_object(b'{"a":' + nested(198, "[{") + b"}")) == (200, "ok")


class TestSize:
    def test_accepts_a_body_of_the_largest_size(self, site: Site) -> None:
        filler = MOST_BYTES - len(with_object(b'{"text": ""}'))

        assert site.post(with_object(b'{"text": "%s"}' % (b"a" * filler))) == (200, "ok")

    def test_answers_413_when_the_announced_body_is_too_large(self, site: Site) -> None:
        assert site.post(comment(), **{"content-length": str(MOST_BYTES + 1)})[0] == 413
        assert site.counted("malformed") == 1

    def test_answers_413_when_a_body_of_unknown_length_becomes_too_large(self, site: Site) -> None:
        def chunks() -> Iterator[bytes]:
            for _ in range(17):
                yield b" " * 65_536

        with site.open() as client:
            answer = client.post(PATH, content=chunks())

        assert (answer.status_code, answer.text) == (413, f"the body is larger than {MOST_BYTES} bytes")

    @pytest.mark.parametrize("announced", ["²", "-5", "1e9", "", "9" * 5_000])
    def test_does_not_stumble_when_the_announced_length_is_nonsense(self, site: Site, announced: str) -> None:
        with site.open() as client:
            answer = client.post(PATH, content=comment(), headers={b"content-length": announced.encode("latin-1")})

        assert answer.status_code in {200, 400, 413}


HOSTILE = st.sampled_from(["remove", "version 5.50", SECRET, "<script>", "ok"]) | st.text(max_size=20)


def test_says_nothing_but_ok_whatever_the_event_tells() -> None:
    site = Site()
    told = st.dictionaries(HOSTILE, HOSTILE | st.lists(HOSTILE, max_size=2), max_size=3)

    with site.open() as client:

        @settings(max_examples=examples(100))
        @given(told, HOSTILE.filter(lambda text: 0 < len(text) < 30))
        def check(told: dict[str, Any], event_id: str) -> None:
            answer = client.post(PATH, content=comment(object=told, event_id=event_id, v=event_id))

            assert (answer.status_code, answer.text) == (200, "ok")

        check()


CANARY = "remove version 5.50"
ODD = st.sampled_from([CANARY, [CANARY], {CANARY: CANARY}, CANARY * 30])


def test_repeats_nothing_whatever_is_wrong_with_the_event() -> None:
    site = Site(confirmation_code="abc123", limit=RefusalLimit(most=1_000_000))

    with site.open() as client:

        @settings(max_examples=examples(100))
        @given(st.dictionaries(st.sampled_from([*COMMENT, CANARY]), ODD, min_size=1), st.integers(0, 300))
        def check(odd: dict[str, Any], cut: int) -> None:
            for body in (raw(COMMENT | odd), raw(COMMENT | odd)[:cut], raw(CONFIRMATION | odd)):
                answer = client.post(PATH, content=body)

                assert not {"remove", "5.50"} & set(answer.text.split())
                assert not any(CANARY in header for header in answer.headers.values())

        check()
