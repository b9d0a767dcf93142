"""The owner edits prompts: the next answer is written with the last version, and every version can be had back."""

import pytest

from application.prompts.show_prompt import PromptState
from domain.channel import Channel
from domain.errors import NotFoundError
from domain.prompt import THE_FILE, StalePromptError, UnusablePromptError
from tests.unit.application.house import SECRETS, House

SITE = Channel.SITE_CHAT
FILE = "Prompt of site_chat."


async def save(house: House, text: str, *, based_on: int = THE_FILE) -> int:
    return await house.save_prompt.execute(SITE, text, based_on=based_on, by="ann", note="короче")


async def show(house: House) -> PromptState:
    return await house.show_prompt.execute(SITE, limit=10)


async def test_shows_the_file_before_anything_was_saved(rich: House) -> None:
    state = await show(rich)

    assert (state.text, state.number, state.file, state.is_the_file) == (FILE, THE_FILE, FILE, True)


async def test_counts_from_the_next_answer_on(rich: House) -> None:
    assert await save(rich, "  Новый.\r\nВторая строка. ") == 1
    visitor = await rich.visit()

    await rich.say(visitor)
    await rich.run_until_idle()

    assert rich.writer.asked[0][0].text == "Новый.\nВторая строка."
    [version] = (await show(rich)).versions
    assert (version.number, version.by, version.note) == (1, "ann", "короче")


async def test_other_channels_keep_theirs(rich: House) -> None:
    await save(rich, "Новый.")

    await rich.comment()
    await rich.run_until_idle()

    assert rich.writer.asked[0][0].text == "Prompt of vk_comment."


async def test_saving_what_counts_changes_nothing(rich: House) -> None:
    assert await save(rich, FILE) == THE_FILE
    await save(rich, "Новый.")

    assert await save(rich, "Новый.\n") == 1
    assert len((await show(rich)).versions) == 1


async def test_overwrites_nothing_that_somebody_else_has_saved(rich: House) -> None:
    await save(rich, "Первый.")

    with pytest.raises(StalePromptError) as caught:
        await save(rich, "Второй.")

    assert caught.value.current == 1
    assert (await show(rich)).text == "Первый."


@pytest.mark.parametrize("text", ["", "Секрет: " + SECRETS["VK_SECRET"]])
async def test_refuses_what_cannot_be_used(rich: House, text: str) -> None:
    with pytest.raises(UnusablePromptError):
        await save(rich, text)

    assert (await show(rich)).versions == []


async def test_returns_to_a_version_and_to_the_file(rich: House) -> None:
    await save(rich, "Первый.")
    await save(rich, "Второй.", based_on=1)

    assert await rich.save_prompt.restore(SITE, 1, based_on=2, by="bob") == 3
    assert (await show(rich)).text == "Первый."
    assert await rich.save_prompt.restore(SITE, THE_FILE, based_on=3, by="bob") == 4
    state = await show(rich)

    assert (state.text, state.number, state.is_the_file) == (FILE, 4, True)
    assert [version.text for version in state.versions] == [None, "Первый.", "Второй.", "Первый."]


async def test_returns_to_nothing_that_is_not_there_or_not_the_last(rich: House) -> None:
    await save(rich, "Первый.")

    with pytest.raises(NotFoundError):
        await rich.save_prompt.restore(SITE, 9, based_on=1, by="bob")
    with pytest.raises(StalePromptError):
        await rich.save_prompt.restore(SITE, THE_FILE, based_on=THE_FILE, by="bob")


async def test_start_is_refused_when_a_version_holds_what_has_become_a_secret(rich: House) -> None:
    await rich.check_prompts.execute()
    await save(rich, "Первый.\nНовый-секрет.")
    await rich.check_prompts.execute()
    rich.secrets["VK_SECRET"] = "Новый-секрет"

    with pytest.raises(UnusablePromptError) as caught:
        await rich.check_prompts.execute()

    assert "site_chat, version 1, line 2 holds the secret of VK_SECRET" in str(caught.value)


async def test_start_is_not_refused_for_a_version_that_counts_no_more(rich: House) -> None:
    await save(rich, "Новый-секрет.")
    await rich.save_prompt.restore(SITE, THE_FILE, based_on=1, by="bob")
    rich.secrets["VK_SECRET"] = "Новый-секрет"

    await rich.check_prompts.execute()
