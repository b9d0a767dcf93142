import pytest

from domain.channel import Channel
from domain.errors import OtklikError
from domain.prompt import MAX_BYTES, StalePromptError, UnusablePromptError, usable_prompt

SECRETS = {"VK_SECRET": "s3cret-value", "OPENAI_API_KEY": "sk-abcdef", "DATABASE_URL": "short"}


def test_takes_a_text_without_the_white_space_around_it() -> None:
    assert usable_prompt("\n Отвечай.\nКоротко. \n", SECRETS) == "Отвечай.\nКоротко."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n\t", "it is empty"),
        ("я" * (MAX_BYTES // 2 + 1), "it is larger than 64 KiB"),
        ("Отвечай.\nКлюч s3cret-value!", "line 2 holds the secret of VK_SECRET: take it out and change it"),
        ("\n\nxsk-abcdefx", "line 3 holds the secret of OPENAI_API_KEY: take it out and change it"),
    ],
)
def test_refuses_what_no_prompt_may_be_and_says_where(text: str, reason: str) -> None:
    with pytest.raises(UnusablePromptError) as caught:
        usable_prompt(text, SECRETS)

    assert caught.value.reason == reason
    assert not any(secret in str(caught.value) for secret in SECRETS.values())


def test_a_word_is_no_secret_because_a_setting_is_as_short() -> None:
    assert usable_prompt("Be short.", SECRETS) == "Be short."


def test_errors_are_told_in_words() -> None:
    error: OtklikError = StalePromptError(Channel.SITE_CHAT, current=7)

    assert str(error) == "the prompt site_chat has been changed meanwhile: it is at version 7"
