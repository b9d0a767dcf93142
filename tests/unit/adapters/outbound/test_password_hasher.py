import asyncio
import threading
from collections.abc import Callable, Iterator

import argon2
import pytest

from adapters.outbound.password_hasher import Argon2PasswordHasher
from tests.contracts.password_hasher import PasswordHasherContract

OWASP_PAIRS = [(19 * 1024, 2), (46 * 1024, 1)]


class WatchedArgon2(argon2.PasswordHasher):
    def __init__(self, work: Callable[[str | bytes], str]) -> None:
        super().__init__()
        self._work = work

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        return self._work(password)


class TestArgon2PasswordHasher(PasswordHasherContract):
    @pytest.fixture
    def hasher(self) -> Iterator[Argon2PasswordHasher]:
        hasher = Argon2PasswordHasher(memory_kib=64, passes=1)
        yield hasher
        hasher.close()

    async def test_is_not_weaker_than_advised_when_nothing_is_said(self) -> None:
        hasher = Argon2PasswordHasher()
        try:
            made = argon2.extract_parameters(await hasher.hash("correct horse"))
        finally:
            hasher.close()

        assert made.type is argon2.Type.ID
        assert all(made.memory_cost >= memory and made.time_cost >= passes for memory, passes in OWASP_PAIRS)

    async def test_unknown_login_costs_what_a_known_one_costs(self, hasher: Argon2PasswordHasher) -> None:
        real = await hasher.hash("correct horse")

        assert argon2.extract_parameters(hasher._nobody) == argon2.extract_parameters(real)

    async def test_asks_for_a_new_hash_when_the_old_one_is_weaker(self, hasher: Argon2PasswordHasher) -> None:
        old = argon2.PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash("correct horse")

        assert hasher.needs_rehash(old)
        assert not hasher.needs_rehash(await hasher.hash("correct horse"))

    @pytest.mark.parametrize("stored", ["", "correct horse", "é"])
    def test_asks_for_a_new_hash_when_what_is_stored_is_none(self, hasher: Argon2PasswordHasher, stored: str) -> None:
        assert hasher.needs_rehash(stored)

    async def test_older_hashes_are_still_understood(self, hasher: Argon2PasswordHasher) -> None:
        old = argon2.PasswordHasher(time_cost=2, memory_cost=32, parallelism=2).hash("correct horse")

        assert await hasher.verify("correct horse", old)

    async def test_works_beside_the_loop(self, hasher: Argon2PasswordHasher) -> None:
        seen: list[threading.Thread] = []

        def spy(_password: str | bytes) -> str:
            seen.append(threading.current_thread())
            return "hash"

        hasher._argon2 = WatchedArgon2(spy)
        await hasher.hash("correct horse")

        assert threading.current_thread() not in seen
        assert len(seen) == 1

    async def test_no_more_than_the_bound_run_when_many_ask(self, hasher: Argon2PasswordHasher) -> None:
        both_inside = threading.Barrier(2)
        lock = threading.Lock()
        running: list[int] = [0, 0]

        def count(_password: str | bytes) -> str:
            with lock:
                running[0] += 1
                running[1] = max(running)
            both_inside.wait(10)
            with lock:
                running[0] -= 1
            return "hash"

        hasher._argon2 = WatchedArgon2(count)
        await asyncio.gather(*(hasher.hash("correct horse") for _ in range(8)))

        assert running == [0, 2]

    async def test_nothing_is_computed_when_the_caller_left_the_queue(self, hasher: Argon2PasswordHasher) -> None:
        go_on = threading.Event()
        computed: list[str | bytes] = []

        def slow(password: str | bytes) -> str:
            computed.append(password)
            go_on.wait(10)
            return "hash"

        hasher._argon2 = WatchedArgon2(slow)
        busy = [asyncio.create_task(hasher.hash("busy")) for _ in range(2)]
        left = asyncio.create_task(hasher.hash("left"))
        await asyncio.sleep(0)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        go_on.set()
        await asyncio.gather(*busy)

        assert await hasher.hash("last") == "hash"
        assert computed == [b"busy", b"busy", b"last"]
