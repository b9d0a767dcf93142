import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.refusal_limit import MOST_TRUSTED, RefusalLimit

PUBLIC = "87.240.0.1"
OTHER = "87.240.0.2"


class ManualTime:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> ManualTime:
    return ManualTime()


@pytest.fixture
def limit(time: ManualTime) -> RefusalLimit:
    return RefusalLimit(most=3, seconds=60, addresses=5, now=time)


def refuse(limit: RefusalLimit, peer: str, times: int) -> None:
    for _ in range(times):
        limit.refused(peer)


def test_waits_for_nothing_when_refusals_are_few(limit: RefusalLimit) -> None:
    refuse(limit, PUBLIC, 2)

    assert limit.wait(PUBLIC) is None


def test_waits_for_the_window_when_refusals_are_many(limit: RefusalLimit, time: ManualTime) -> None:
    refuse(limit, PUBLIC, 3)
    time.now += 20

    assert limit.wait(PUBLIC) == 40
    assert limit.wait(OTHER) is None


def test_counts_anew_when_the_window_is_over(limit: RefusalLimit, time: ManualTime) -> None:
    refuse(limit, PUBLIC, 3)
    time.now += 60

    assert limit.wait(PUBLIC) is None
    limit.refused(PUBLIC)
    assert limit.wait(PUBLIC) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2a00:1450:4001:800::1", "2a00:1450:4001:800:ffff::2", True),
        ("2a00:1450:4001:800::1", "2a00:1450:4001:801::1", False),
        ("::ffff:87.240.0.1", PUBLIC, True),
        ("fe80::1%eth0", "fe80::2", True),
        ("testclient", "testclient", True),
    ],
)
def test_takes_a_network_for_one_address_when_its_owner_has_it_whole(
    limit: RefusalLimit, one: str, other: str, same: bool
) -> None:
    refuse(limit, one, 3)

    assert (limit.wait(other) is not None) is same


@pytest.mark.parametrize(
    ("peer", "may_be"),
    [
        (PUBLIC, False),
        ("2a00:1450:4001:800::1", False),
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("172.17.0.1", True),
        ("fd00::1", True),
        ("::ffff:127.0.0.1", True),
        ("", True),
        ("testclient", True),
    ],
)
def test_may_be_vk_when_a_proxy_may_stand_there(limit: RefusalLimit, peer: str, may_be: bool) -> None:
    assert limit.may_be_vk(peer) is may_be


def test_may_be_vk_when_it_brought_the_secret(limit: RefusalLimit) -> None:
    limit.brought_the_secret(PUBLIC)

    assert limit.may_be_vk(PUBLIC)
    assert not limit.may_be_vk(OTHER)


def test_forgets_the_one_who_was_quiet_for_longest_when_it_knows_too_many(limit: RefusalLimit) -> None:
    refuse(limit, PUBLIC, 3)
    for number in range(5):
        refuse(limit, f"1.1.1.{number}", 3)

    assert limit.wait(PUBLIC) is None
    assert limit.wait("1.1.1.0") is not None


@given(st.lists(st.text(max_size=5) | st.ip_addresses().map(str), max_size=50))
def test_memory_is_bounded_whatever_addresses_come(peers: list[str]) -> None:
    limit = RefusalLimit(addresses=4)

    for peer in peers:
        limit.refused(peer)
        assert limit.wait(peer) is None or limit.wait(peer) > 0  # type: ignore[operator]  # None was just ruled out

    assert len(limit._refusals) <= 4


def test_remembers_a_bounded_number_when_many_bring_the_secret(limit: RefusalLimit) -> None:
    for number in range(MOST_TRUSTED + 10):
        limit.brought_the_secret(f"1.1.{number // 256}.{number % 256}")

    assert len(limit._trusted) == MOST_TRUSTED
