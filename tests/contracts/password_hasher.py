import asyncio

import pytest

from ports.password_hasher import PasswordHasher


class PasswordHasherContract:
    @pytest.fixture
    def hasher(self) -> PasswordHasher:
        raise NotImplementedError

    @pytest.mark.parametrize(
        "password", ["correct horse", "пароль с пробелом", "🐎" * 128, "nul\0inside", "\ud83d", " "]
    )
    async def test_says_yes_when_the_password_is_the_same(self, hasher: PasswordHasher, password: str) -> None:
        assert await hasher.verify(password, await hasher.hash(password))

    @pytest.mark.parametrize("other", ["correct horsf", "Correct horse", "correct horse ", "", "correct horse\0"])
    async def test_says_no_when_the_password_differs(self, hasher: PasswordHasher, other: str) -> None:
        assert not await hasher.verify(other, await hasher.hash("correct horse"))

    async def test_long_passwords_are_not_cut(self, hasher: PasswordHasher) -> None:
        assert not await hasher.verify("x" * 128 + "b", await hasher.hash("x" * 128 + "a"))

    async def test_hashes_differ_when_the_passwords_are_equal(self, hasher: PasswordHasher) -> None:
        assert await hasher.hash("correct horse") != await hasher.hash("correct horse")

    async def test_password_is_not_in_its_hash(self, hasher: PasswordHasher) -> None:
        assert "correct horse" not in await hasher.hash("correct horse")

    async def test_says_no_when_the_login_is_unknown(self, hasher: PasswordHasher) -> None:
        assert not await hasher.verify("correct horse", None)

    @pytest.mark.parametrize("stored", ["", "correct horse", "$argon2id$v=19$m=8,t=1,p=1$broken", "fake$1$", "é"])
    async def test_says_no_when_what_is_stored_is_no_hash(self, hasher: PasswordHasher, stored: str) -> None:
        assert not await hasher.verify("correct horse", stored)

    async def test_answers_all_when_many_ask_at_once(self, hasher: PasswordHasher) -> None:
        hashed = await hasher.hash("correct horse")

        answers = await asyncio.gather(
            *(hasher.verify("correct horse" if n % 2 else "wrong horse", hashed) for n in range(20))
        )

        assert answers == [n % 2 == 1 for n in range(20)]
