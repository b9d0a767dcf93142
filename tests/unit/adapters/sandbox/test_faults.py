import msgspec
import pytest

from adapters.sandbox.faults import Fault, FaultKind, FaultScript


def test_is_used_up_after_its_times() -> None:
    sut = FaultScript()
    sut.add(Fault(kind=FaultKind.ERROR, method="messages.send", code=9, times=2))

    taken = [sut.of_method("messages.send") for _ in range(3)]

    assert [fault and fault.code for fault in taken] == [9, 9, None]


def test_stays_when_times_is_zero() -> None:
    sut = FaultScript()
    sut.add(Fault(kind=FaultKind.HTTP, times=0))

    assert all(sut.of_method("users.get") for _ in range(5))


def test_fits_only_its_method() -> None:
    sut = FaultScript()
    sut.add(Fault(kind=FaultKind.ERROR, method="messages.send"))

    assert sut.of_method("wall.createComment") is None


def test_fault_of_a_sender_is_not_one_of_a_method() -> None:
    sut = FaultScript()
    sut.add(Fault(kind=FaultKind.DUPLICATE))

    assert sut.of_method("messages.send") is None
    assert sut.of_event(FaultKind.LOSE_ANSWER, "message_new") is None
    assert sut.of_event(FaultKind.DUPLICATE, "message_new")


def test_keeps_the_other_when_two_are_equal() -> None:
    sut = FaultScript()
    for _ in range(2):
        sut.add(Fault(kind=FaultKind.ERROR))

    sut.of_method("users.get")

    assert len(sut.pending()) == 1


@pytest.mark.parametrize(
    ("fault", "does_work"),
    [
        (Fault(kind=FaultKind.DROP_REPLY), True),
        (Fault(kind=FaultKind.DROP_REPLY, work=False), False),
        (Fault(kind=FaultKind.HTTP), False),
        (Fault(kind=FaultKind.HTTP, work=True), True),
    ],
)
def test_does_the_work_when_the_script_says_so(fault: Fault, does_work: bool) -> None:
    assert fault.does_work is does_work


def test_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"kind": "error", "tmies": 2}', type=Fault)
