from domain.gift import gift_mark
from tests.factories import make_person

KEY = "a key of thirty-two bytes or more, truly"


def test_is_the_same_for_somebody_of_vk_who_comes_back_as_another() -> None:
    before, after = make_person(vk_id=1001), make_person(vk_id=1001)

    assert before.id != after.id
    assert gift_mark(before, KEY) == gift_mark(after, KEY)
    assert gift_mark(before, KEY) != gift_mark(make_person(vk_id=1002), KEY)


def test_says_nothing_of_who_it_was() -> None:
    mark = gift_mark(make_person(vk_id=1001), KEY)

    assert mark != gift_mark(make_person(vk_id=1001), f"{KEY}!")
    assert len(mark) == len("gift:") + 64


def test_is_each_ones_own_on_the_site() -> None:
    guest = make_person(vk_id=None)

    assert gift_mark(guest, KEY) == f"gift:{guest.id}"
