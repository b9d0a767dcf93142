import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.community import REMEDIES, CommunityError, Remedy


def refused(code: int | None) -> CommunityError:
    return CommunityError(method="wall.createComment", code=code, detail="as VK said")


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (6, Remedy.RETRY),
        (9, Remedy.PAUSE_CONVERSATION),
        (29, Remedy.PAUSE_CONVERSATION),
        (5, Remedy.HALT),
        (14, Remedy.HALT),
        (27, Remedy.HALT),
        (15, Remedy.GIVE_UP),
        (213, Remedy.GIVE_UP),
        (901, Remedy.GIVE_UP),
        (100, Remedy.GIVE_UP),
    ],
)
def test_follows_the_table_when_vk_refused(code: int, remedy: Remedy) -> None:
    error = refused(code)

    assert error.remedy is remedy
    assert not error.outcome_unknown
    assert str(error) == f"wall.createComment: error {code} (as VK said)"


@pytest.mark.parametrize("code", [None, 1, 10, 36])
def test_is_tried_again_when_the_outcome_is_unknown(code: int | None) -> None:
    error = refused(code)

    assert error.outcome_unknown
    assert error.remedy is Remedy.RETRY
    assert str(error).startswith(
        "wall.createComment: no answer" if code is None else f"wall.createComment: error {code}"
    )


@given(st.integers())
def test_is_permanent_when_the_code_is_not_in_the_table(code: int) -> None:
    assert refused(code).remedy is REMEDIES.get(code, Remedy.GIVE_UP)


def test_has_one_remedy_when_a_code_is_in_the_table() -> None:
    assert len(REMEDIES) == 19
    assert Remedy.GIVE_UP not in REMEDIES.values()
