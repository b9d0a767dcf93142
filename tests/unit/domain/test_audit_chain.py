from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.audit import Discrepancy, Flaw
from domain.audit_chain import ORIGIN, AuditRecord, ChainHead, RecordKind, SealedRecord, follow
from tests.factories import MOMENT, make_audit_record

Sealed = list[SealedRecord]
Tamper = Callable[[Sealed, int], Sealed]


def sealed(records: Sequence[AuditRecord]) -> Sealed:
    links = ChainHead().seal(records, at=MOMENT)
    return [SealedRecord(link=link, record=record) for link, record in zip(links, records, strict=True)]


def with_record(chain: Sealed, at: int, record: AuditRecord | None) -> Sealed:
    return [*chain[:at], replace(chain[at], record=record), *chain[at + 1 :]]


def edited(chain: Sealed, at: int) -> Sealed:
    record = chain[at].record
    assert record is not None
    return with_record(chain, at, replace(record, content=("edited", *record.content)))


def moved(chain: Sealed, at: int) -> Sealed:
    record = chain[at].record
    assert record is not None
    return with_record(chain, at, replace(record, at=record.at + timedelta(microseconds=1)))


def gone(chain: Sealed, at: int) -> Sealed:
    return with_record(chain, at, None)


def sealed_anew(chain: Sealed, at: int) -> Sealed:
    """The record is edited, and its own link counted anew; those after it are as they were."""
    head = ChainHead(number=at, hash=chain[at].link.previous)
    (changed,) = edited(chain, at)[at : at + 1]
    assert changed.record is not None
    (link,) = head.seal([changed.record], at=MOMENT)
    return [*chain[:at], replace(changed, link=link), *chain[at + 1 :]]


def without_link(chain: Sealed, at: int) -> Sealed:
    return [*chain[:at], *chain[at + 1 :]]


def swapped(chain: Sealed, at: int) -> Sealed:
    """Two records under each other's links."""
    return with_record(with_record(chain, at, chain[at + 1].record), at + 1, chain[at].record)


def swapped_links(chain: Sealed, at: int) -> Sealed:
    here, there = chain[at], chain[at + 1]
    ours = replace(there, link=replace(there.link, number=here.link.number))
    theirs = replace(here, link=replace(here.link, number=there.link.number))
    return [*chain[:at], ours, theirs, *chain[at + 2 :]]


def slipped_in(chain: Sealed, at: int) -> Sealed:
    """A link of its own between two, and those after it numbered anew."""
    head = ChainHead(number=at, hash=chain[at].link.previous)
    record = make_audit_record(position=9_999)
    (link,) = head.seal([record], at=MOMENT)
    after = [replace(each, link=replace(each.link, number=each.link.number + 1)) for each in chain[at:]]
    return [*chain[:at], SealedRecord(link=link, record=record), *after]


def altered_link(chain: Sealed, at: int) -> Sealed:
    changed = replace(chain[at], link=replace(chain[at].link, sealed_at=MOMENT + timedelta(days=1)))
    return [*chain[:at], changed, *chain[at + 1 :]]


contents = st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=8)), max_size=4)
chains = st.lists(st.tuples(st.sampled_from(RecordKind), contents), min_size=3, max_size=8).map(
    lambda drawn: sealed(
        [
            make_audit_record(kind=kind, position=at, content=tuple(said))
            for at, (kind, said) in enumerate(drawn, start=1)
        ]
    )
)


@given(chain=chains, at=st.integers(1, 8))
def test_whole_chain_leads_to_its_latest_link_in_pages_of_any_size(chain: Sealed, at: int) -> None:
    head = follow(ChainHead(), chain[:at])
    assert isinstance(head, ChainHead)

    end = follow(head, chain[at:])

    assert end == ChainHead(number=len(chain), hash=chain[-1].link.hash, sealed_at=MOMENT)


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (edited, "is not what was sealed"),
        (moved, "is not what was sealed"),
        (gone, "is gone"),
        (swapped, "is not what was sealed"),
        (altered_link, "the link is not what was sealed"),
        (without_link, "the link is missing; the next one there is"),
        (swapped_links, "the link does not follow"),
    ],
)
@given(chain=chains, data=st.data())
def test_first_thing_that_was_tampered_with_is_named(
    tamper: Tamper, says: str, chain: Sealed, data: st.DataObject
) -> None:
    # The last link has nothing after it that would vouch for it: see ``latest links that are gone``.
    at = data.draw(st.integers(0, len(chain) - 2))

    broken = follow(ChainHead(), tamper(chain, at))

    assert isinstance(broken, Discrepancy)
    assert (broken.flaw, broken.id) == (Flaw.CHAIN_BROKEN, str(at + 1))
    assert says in broken.says


@pytest.mark.parametrize("tamper", [sealed_anew, slipped_in])
@given(chain=chains, data=st.data())
def test_whoever_counts_a_link_anew_breaks_the_next(tamper: Tamper, chain: Sealed, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 2))

    broken = follow(ChainHead(), tamper(chain, at))

    assert isinstance(broken, Discrepancy)
    assert (broken.id, broken.says) == (str(at + 2), "the link does not follow from the one before it")


@given(chain=chains)
def test_latest_links_that_are_gone_show_only_by_where_the_chain_ends(chain: Sealed) -> None:
    whole, cut = follow(ChainHead(), chain), follow(ChainHead(), chain[:-1])

    assert isinstance(cut, ChainHead)
    assert cut != whole


@given(one=contents, other=contents)
def test_records_that_say_different_things_have_different_digests(
    one: list[str | int | None], other: list[str | int | None]
) -> None:
    assume(one != other)

    assert make_audit_record(content=tuple(one)).digest != make_audit_record(content=tuple(other)).digest


def test_form_that_is_sealed_never_changes() -> None:
    record = make_audit_record(content=("community", "top_up", 10_000, "ключ", None))
    (link,) = ChainHead().seal([record], at=MOMENT)

    assert record.digest.hex() == "c2eff5010a437c2f04f4f9876734705c08a2699e9e290014c3f3fafb752771f6"
    assert (link.previous, link.hash.hex()) == (
        ORIGIN,
        "6ddd7f5cae9214c9b7d453bf5ffb59d7cc2a7a3a99446104e02ff09e019619f8",
    )
