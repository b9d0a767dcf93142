"""Passwords as argon2id hashes, computed in threads of their own."""

import asyncio
import base64
import secrets
from concurrent.futures import ThreadPoolExecutor

import argon2
from argon2.exceptions import VerificationError, VerifyMismatchError

# Above both of the pairs OWASP gives for one lane: 19 MiB with two passes, 46 MiB with one.
_MEMORY_KIB = 46 * 1024
_PASSES = 2


class Argon2PasswordHasher:
    """
    Computes at most `max_parallel` hashes at once; the others wait in order, and one that is cancelled leaves.

    Each takes 46 MiB while it runs, and argon2 leaves the interpreter to others. End it with `close`.
    """

    def __init__(self, *, max_parallel: int = 2, memory_kib: int = _MEMORY_KIB, passes: int = _PASSES) -> None:
        self._argon2 = argon2.PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._nobody = _hash_of_nothing(self._argon2)
        # The number of threads is the bound: a semaphore would be let go by a cancelled caller whose thread goes on.
        self._threads = ThreadPoolExecutor(max_parallel, thread_name_prefix="passwords")

    async def hash(self, password: str) -> str:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._argon2.hash, _octets(password))

    async def verify(self, password: str, hashed: str | None) -> bool:
        """Compare; a stored hash that is none is answered as an unknown login is: no, and as late."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(
                self._threads, self._argon2.verify, hashed or self._nobody, _octets(password)
            )
        except VerifyMismatchError:
            return False
        except (VerificationError, ValueError):
            return bool(hashed) and await self.verify(password, None)

    def needs_rehash(self, hashed: str) -> bool:
        """Whether the hash was made with other parameters than those of today; also when it is no hash."""
        try:
            return self._argon2.check_needs_rehash(hashed)
        except ValueError:
            return True

    def close(self) -> None:
        """Drop what waits, and wait for what runs: about a tenth of a second. Closing twice is harmless."""
        self._threads.shutdown(cancel_futures=True)


def _octets(password: str) -> bytes:
    # Half a surrogate pair is a character like others here: UTF-8 alone would refuse it.
    return password.encode("utf-8", "surrogatepass")


def _hash_of_nothing(hasher: argon2.PasswordHasher) -> str:
    """Build what looks like a hash and costs as much to verify, though no password is known for it."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (hasher.salt_len, hasher.hash_len)
    )
    parameters = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${parameters}${salt}${digest}"
