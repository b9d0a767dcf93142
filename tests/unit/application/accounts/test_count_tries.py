import pytest

from application.accounts.count_tries import TRIES
from domain.errors import BadCredentialsError, TooManyTriesError
from tests.unit.application.house import House

PASSWORD = "верная лошадь"


@pytest.mark.parametrize("login", ["ann", " ANN ", "Ann"])
async def test_are_counted_under_one_spelling_and_told_how_long_to_wait(house: House, login: str) -> None:
    ann = await house.register.execute(await house.visit(), login="ann", password=PASSWORD)
    house.throttle.waits["tries:ann"] = 12.5
    house.hasher.verified.clear()

    for work in (
        house.log_in.execute(await house.visit(), login=login, password=PASSWORD),
        house.change_password.execute(ann, password=PASSWORD, new_password="новая лошадь"),
        house.erase_me.execute(ann, password=PASSWORD),
    ):
        with pytest.raises(TooManyTriesError) as caught:
            await work
        assert caught.value.wait == 12.5

    assert house.hasher.verified == []


async def test_are_counted_for_a_login_that_nobody_has(house: House) -> None:
    with pytest.raises(BadCredentialsError):
        await house.log_in.execute(await house.visit(), login="x" * 1_000, password=PASSWORD)

    assert house.throttle.asked == [(f"tries:{'x' * 64}", TRIES)]


async def test_command_says_that_there_were_too_many(house: House) -> None:
    house.throttle.waits["tries:ann"] = 12.5

    run = await house.command(await house.visit(), f"/login ann {PASSWORD}")

    assert run.answer is not None
    assert "Слишком много попыток" in run.answer.text
