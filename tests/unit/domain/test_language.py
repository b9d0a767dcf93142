import pytest

from domain.language import language_of


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        ([], "ru"),
        (["", "123 !", "🎓"], "ru"),
        (["", "Please call me"], "en"),
        (["Перезвоните"], "ru"),
        (["Ёж"], "ru"),
        (["wi-fi у вас есть?"], "ru"),
        (["hello", "привет"], "en"),
        (["42", "привет", "hello"], "ru"),
    ],
)
def test_is_the_language_of_the_first_text_with_letters(texts: list[str], language: str) -> None:
    assert language_of(texts) == language
