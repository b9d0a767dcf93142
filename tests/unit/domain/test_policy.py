import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import CommentPolicy, should_answer

GROUP = 123
POLICIES = st.sampled_from(list(CommentPolicy))


def answers(text: str, policy: CommentPolicy) -> bool:
    return should_answer(text, policy, group_id=GROUP)


@given(POLICIES, st.text(alphabet=" \t\n\u00a0"))
def test_says_no_when_there_is_no_text(policy: CommentPolicy, text: str) -> None:
    assert not answers(text, policy)


@given(st.text().filter(str.strip))
def test_says_yes_or_no_to_everything_when_the_owner_wants_all_or_none(text: str) -> None:
    assert answers(text, CommentPolicy.ALL)
    assert not answers(text, CommentPolicy.NONE)


@given(st.text(), st.text())
def test_is_a_question_when_it_has_a_question_mark(before: str, after: str) -> None:
    assert answers(f"{before}?{after}", CommentPolicy.QUESTIONS)


@pytest.mark.parametrize(
    "text",
    ["Когда экзамен", "подскажите расписание", "а можно прийти завтра", "КАК ПРОЕХАТЬ", "when is it", "Is there a bus"],
)
def test_is_a_question_when_it_has_a_question_word(text: str) -> None:
    assert answers(text, CommentPolicy.QUESTIONS)


@pytest.mark.parametrize("text", ["Спасибо!", "никак нет", "кактус", "чтобы все знали", "shower", "👍"])
def test_is_no_question_when_it_only_looks_like_one(text: str) -> None:
    assert not answers(text, CommentPolicy.QUESTIONS)


@pytest.mark.parametrize("text", ["[club123|Отклик], привет", "спросим [public123|@otklik]"])
def test_is_a_mention_when_the_community_is_named(text: str) -> None:
    assert answers(text, CommentPolicy.MENTIONS)


@pytest.mark.parametrize("text", ["club123", "[club1234|Другие]", "[club12|Другие]", "[id123|Анна]", "[club123]", "?"])
def test_is_no_mention_when_somebody_else_is_named(text: str) -> None:
    assert not answers(text, CommentPolicy.MENTIONS)
