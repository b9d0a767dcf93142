import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy import POLICY_WORDS, Policy, Publishing, Selection, parse_policy, should_answer

GROUP = 123
POLICIES = st.sampled_from(list(Selection))


def answers(text: str, policy: Selection) -> bool:
    return should_answer(text, policy, group_id=GROUP)


@given(POLICIES, st.text(alphabet=" \t\n\u00a0"))
def test_says_no_when_there_is_no_text(policy: Selection, text: str) -> None:
    assert not answers(text, policy)


@given(st.text().filter(str.strip))
def test_says_yes_or_no_to_everything_when_the_owner_wants_all_or_none(text: str) -> None:
    assert answers(text, Selection.ALL)
    assert not answers(text, Selection.NONE)


@given(st.text(), st.text())
def test_is_a_question_when_it_has_a_question_mark(before: str, after: str) -> None:
    assert answers(f"{before}?{after}", Selection.QUESTIONS)


@pytest.mark.parametrize(
    "text",
    ["Когда экзамен", "подскажите расписание", "а можно прийти завтра", "КАК ПРОЕХАТЬ", "when is it", "Is there a bus"],
)
def test_is_a_question_when_it_has_a_question_word(text: str) -> None:
    assert answers(text, Selection.QUESTIONS)


@pytest.mark.parametrize("text", ["Спасибо!", "никак нет", "кактус", "чтобы все знали", "shower", "👍"])
def test_is_no_question_when_it_only_looks_like_one(text: str) -> None:
    assert not answers(text, Selection.QUESTIONS)


@pytest.mark.parametrize("text", ["[club123|Отклик], привет", "спросим [public123|@otklik]"])
def test_is_a_mention_when_the_community_is_named(text: str) -> None:
    assert answers(text, Selection.MENTIONS)


@pytest.mark.parametrize("text", ["club123", "[club1234|Другие]", "[club12|Другие]", "[id123|Анна]", "[club123]", "?"])
def test_is_no_mention_when_somebody_else_is_named(text: str) -> None:
    assert not answers(text, Selection.MENTIONS)


@given(st.builds(Policy, selection=POLICIES, publishing=st.sampled_from(Publishing)))
def test_is_read_as_it_is_written(policy: Policy) -> None:
    assert parse_policy(str(policy)) == policy


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("draft", Policy(publishing=Publishing.DRAFT)),
        ("shadow", Policy(publishing=Publishing.SHADOW)),
        ("draft + questions", Policy(selection=Selection.QUESTIONS, publishing=Publishing.DRAFT)),
    ],
)
def test_is_of_all_when_only_the_way_out_is_said(text: str, policy: Policy) -> None:
    assert parse_policy(text) == policy


@pytest.mark.parametrize("text", ["", "some", "at_once", "draft+shadow", "all+none", "all+", "draft+draft"])
def test_is_refused_when_it_is_no_policy(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_policy(text)


@pytest.mark.parametrize("word", POLICY_WORDS)
def test_can_be_said_in_one_word(word: str) -> None:
    assert word in str(parse_policy(word))
