import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.model.answers import answer_to, tokens_of


@given(st.text())
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens_of(text)) == text


@given(st.text())
def test_answer_is_the_same_for_the_same_message(message: str) -> None:
    assert answer_to(message) == answer_to(message) != ""


def test_answers_in_russian_when_asked_in_russian() -> None:
    assert "300 ₽" in answer_to("Сколько стоит доставка?")


def test_answers_in_english_when_asked_in_english() -> None:
    assert "300 ₽" in answer_to("How much is delivery?")
    assert "delivery in town" in answer_to("How much is delivery?")


def test_quotes_the_question() -> None:
    assert "А места ещё есть" in answer_to("<message>А места ещё есть?</message>")


@pytest.mark.parametrize("message", ["Расскажи длинно", "a long answer please"])
def test_is_long_when_asked_for(message: str) -> None:
    assert 8500 <= len(answer_to(message)) <= 9000


@pytest.mark.parametrize("message", ["Покажи Markdown", "markdown please"])
def test_has_lists_and_code_when_markdown_is_asked_for(message: str) -> None:
    answer = answer_to(message)

    assert "\n- " in answer
    assert "\n1. " in answer
    assert "```python" in answer


def test_is_short_when_the_question_is_long() -> None:
    assert len(answer_to("Почему? " * 1000)) < 300
