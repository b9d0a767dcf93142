import errno
import os
from pathlib import Path

import pytest

from adapters.outbound.rotating_file import RotatingFile


class TestRotatingFile:
    def test_renames_and_drops_the_oldest_when_full(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        sut = RotatingFile(path, max_bytes=8, backups=2)

        for n in range(8):
            sut.append(b"%d..\n" % n)

        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
            "otklik.log": b"6..\n7..\n",
            "otklik.log.1": b"4..\n5..\n",
            "otklik.log.2": b"2..\n3..\n",
        }

    def test_starts_anew_when_full_and_no_backups_are_kept(self, tmp_path: Path) -> None:
        sut = RotatingFile(tmp_path / "otklik.log", max_bytes=4)

        sut.append(b"old\n")
        sut.append(b"new\n")

        assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"new\n"]

    def test_takes_the_append_whole_when_it_is_larger_than_the_limit(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"

        RotatingFile(path, max_bytes=4, backups=1).append(b"longer than that\n")

        assert path.read_bytes() == b"longer than that\n"

    def test_ends_half_a_line_first_when_a_process_was_killed_in_it(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"
        path.write_bytes(b'{"event":"ha')

        RotatingFile(path).append(b'{"event":"whole"}\n')

        assert path.read_bytes() == b'{"event":"ha\n{"event":"whole"}\n'

    def test_makes_the_directory_again_when_it_was_deleted(self, tmp_path: Path) -> None:
        path = tmp_path / "gone" / "otklik.log"

        RotatingFile(path).append(b"x\n")

        assert path.read_bytes() == b"x\n"

    def test_leaves_no_half_line_when_the_disk_fills_within_an_append(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "otklik.log"
        path.write_bytes(b"before\n")
        write = os.write

        def write_what_fits(descriptor: int, data: bytes) -> int:
            if path.stat().st_size > len(b"before\n"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(descriptor, data[:3])

        monkeypatch.setattr(os, "write", write_what_fits)
        with pytest.raises(OSError, match="No space left"):
            RotatingFile(path).append(b"too long\n")
        monkeypatch.undo()

        assert path.read_bytes() == b"before\n"

    def test_is_readable_by_others_never(self, tmp_path: Path) -> None:
        path = tmp_path / "otklik.log"

        RotatingFile(path).append(b"x\n")

        assert path.stat().st_mode & 0o007 == 0
