import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.outbound.file_log import AsyncFileHandler, LogDirectoryError, check_writable
from adapters.outbound.rotating_file import RotatingFile

LONG = 30.0


@dataclass(eq=False)
class Memory:
    """A destination that keeps each write apart."""

    writes: list[bytes] = field(default_factory=list)

    def append(self, lines: bytes) -> None:
        self.writes.append(lines)

    @property
    def text(self) -> bytes:
        return b"".join(self.writes)


@dataclass(eq=False)
class Stalled(Memory):
    """A disk that does not come back until it is let go."""

    entered: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def append(self, lines: bytes) -> None:
        self.entered.set()
        self.let_go.wait(LONG)
        super().append(lines)


@dataclass(eq=False)
class FullDisk(Memory):
    """A disk that refuses until there is room."""

    refused: threading.Event = field(default_factory=threading.Event)
    has_room: bool = False

    def append(self, lines: bytes) -> None:
        if not self.has_room:
            self.refused.set()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().append(lines)

    def __str__(self) -> str:
        return "otklik.log"


@contextmanager
def open_handler(**options: object) -> Iterator[AsyncFileHandler]:
    handler = AsyncFileHandler(**options)  # type: ignore[arg-type]  # the constructor checks its own
    try:
        yield handler
    finally:
        handler.close()


class TestAsyncFileHandler:
    def test_writes_every_line_in_order_when_flushed(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        with open_handler() as sut:
            accepted = [sut.write(b"%d\n" % n, RotatingFile(path)) for n in range(2_500)]
            assert sut.flush()

            assert all(accepted)
            assert path.read_bytes().split() == [b"%d" % n for n in range(2_500)]

    def test_writes_once_when_lines_have_gathered(self) -> None:
        disk = Stalled()
        with open_handler() as sut:
            sut.write(b"first\n", disk)
            disk.entered.wait(LONG)
            for _ in range(100):
                sut.write(b"later\n", disk)
            disk.let_go.set()
            sut.flush()

            assert disk.writes == [b"first\n", b"later\n" * 100]

    def test_keeps_destinations_apart_when_lines_alternate(self, tmp_path: Path) -> None:
        one, other = RotatingFile(tmp_path / "1.jsonl"), RotatingFile(tmp_path / "2.jsonl")
        with open_handler() as sut:
            for to in (one, other, one):
                sut.write(b"x\n", to)
            sut.flush()

        assert (one.path.read_bytes(), other.path.read_bytes()) == (b"x\nx\n", b"x\n")

    def test_refuses_at_once_and_counts_when_the_thread_is_stalled_and_the_queue_full(self) -> None:
        disk = Stalled()
        with open_handler(capacity=10) as sut:
            sut.write(b"taken\n", disk)
            disk.entered.wait(LONG)

            accepted = [sut.write(b"queued\n", disk) for _ in range(25)]

            assert accepted == [True] * 10 + [False] * 15
            assert sut.dropped == 15
            disk.let_go.set()
            sut.flush()
            assert disk.text == b"taken\n" + b"queued\n" * 10
            assert sut.write(b"again\n", disk)

    def test_drains_when_closed(self) -> None:
        disk = Memory()
        sut = AsyncFileHandler()
        for _ in range(3_000):
            sut.write(b"x\n", disk)

        assert sut.close()

        assert len(disk.text) == 6_000
        assert sut.dropped == 0

    def test_counts_the_rest_when_closing_takes_too_long(self) -> None:
        disk = Stalled()
        sut = AsyncFileHandler()
        sut.write(b"in hand\n", disk)
        disk.entered.wait(LONG)
        sut.write(b"queued\n", disk)

        assert not sut.close(timeout=0.01)

        assert sut.dropped == 2
        disk.let_go.set()
        sut._thread.join(LONG)

    def test_stays_closed_when_closed_twice(self) -> None:
        sut = AsyncFileHandler()
        sut.close()

        assert sut.close()
        assert sut.flush()
        assert not sut.write(b"late\n", Memory())
        assert sut.dropped == 1

    def test_loses_nothing_when_the_disk_is_full_for_a_while(self) -> None:
        disk = FullDisk()
        said: list[str] = []
        with open_handler(pauses=(0.001,), complain=said.append) as sut:
            sut.write(b"1\n", disk)
            disk.refused.wait(LONG)
            sut.write(b"2\n", disk)
            disk.has_room = True
            sut.flush()

            assert disk.text == b"1\n2\n"
            assert sut.dropped == 0
            assert len(said) == 2
            assert "otklik.log" in said[0]
            assert "No space left on device" in said[0]
            assert "again" in said[1]

    def test_counts_and_resumes_when_the_disk_stays_full_longer_than_the_queue(self) -> None:
        disk = FullDisk()
        with open_handler(pauses=(0.001,), complain=lambda _: None, capacity=3) as sut:
            sut.write(b"0\n", disk)
            disk.refused.wait(LONG)
            accepted = [sut.write(b"%d\n" % n, disk) for n in range(1, 6)]

            assert accepted == [True, True, True, False, False]
            assert sut.dropped == 2
            disk.has_room = True
            sut.flush()
            assert disk.text == b"0\n1\n2\n3\n"

    def test_gives_up_and_counts_when_closed_on_a_full_disk(self) -> None:
        disk = FullDisk()
        sut = AsyncFileHandler(pauses=(LONG,), complain=lambda _: None)
        sut.write(b"1\n", disk)
        disk.refused.wait(LONG)
        sut.write(b"2\n", disk)

        assert sut.close()

        assert sut.dropped == 2

    def test_goes_on_where_the_system_has_room_again(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        path.symlink_to("/dev/full")
        refused = threading.Event()
        with open_handler(pauses=(0.001,), complain=lambda _: refused.set()) as sut:
            sut.write(b"kept\n", RotatingFile(path))
            refused.wait(LONG)
            path.unlink()
            sut.flush()

        assert path.read_bytes() == b"kept\n"

    def test_says_on_stderr_once_when_the_disk_refuses(self, capfd: pytest.CaptureFixture[str]) -> None:
        disk = FullDisk()
        with open_handler(pauses=(0.001,)) as sut:
            for _ in range(5):
                sut.write(b"x\n", disk)
            disk.refused.wait(LONG)

        assert capfd.readouterr().err.count("cannot write to otklik.log") == 1

    def test_takes_lines_from_many_threads(self) -> None:
        disk = Memory()
        with open_handler() as sut:
            threads = [threading.Thread(target=lambda: [sut.write(b"x\n", disk) for _ in range(200)]) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            sut.flush()

        assert len(disk.text) == 1_600


class TestCheckWritable:
    def test_makes_the_directory_and_leaves_nothing_in_it_when_all_is_well(self, tmp_path: Path) -> None:
        directory = tmp_path / "var" / "log"

        check_writable(directory, "otklik.log")

        assert list(directory.iterdir()) == []

    def test_keeps_the_file_as_it_is_when_it_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "otklik.log").write_bytes(b"old\n")

        check_writable(tmp_path, "otklik.log")

        assert (tmp_path / "otklik.log").read_bytes() == b"old\n"

    def test_names_the_path_and_the_reason_when_it_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        directory = tmp_path / "file" / "log"

        with pytest.raises(LogDirectoryError) as caught:
            check_writable(directory, "otklik.log")

        assert caught.value.path == directory
        assert str(caught.value) == f"cannot write to the directory {directory}: Not a directory"

    def test_complains_when_the_file_is_something_else(self, tmp_path: Path) -> None:
        (tmp_path / "otklik.log").mkdir()

        with pytest.raises(LogDirectoryError, match="Is a directory"):
            check_writable(tmp_path, "otklik.log")
