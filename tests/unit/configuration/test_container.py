from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.outbound.prompt_library import PromptError
from adapters.outbound.watched_answer_writer import WatchedAnswerWriter
from configuration.graph.foundation import rules_of
from domain.policy import Policy, Selection
from tests.unit.configuration.assembly import House, make_settings

MENTIONS = Policy(selection=Selection.MENTIONS)


def test_every_provider_resolves() -> None:
    container = House().container
    container.check_dependencies()

    for provider in container.providers.values():
        provider()


def test_gives_the_same_object_each_time() -> None:
    container = House().container

    assert container.run_turn() is container.run_turn()
    assert container.wakeup() is container.wakeup()
    assert container.lease() == timedelta(seconds=30)


def test_rules_are_what_the_owner_has_set() -> None:
    rules = rules_of(
        make_settings(
            answer_price=Decimal("7.00"),
            person_daily_answers=3,
            vk_comment_policy=MENTIONS,
            vk_answer_own_posts=True,
            turn_gather_seconds=1.0,
            timezone="Asia/Tokyo",
        )
    )

    assert (rules.group_id, rules.price, rules.daily_spend_limit) == (123, Decimal("7.00"), Decimal("100.00"))
    assert (rules.person_daily_answers, rules.comment_policy, rules.post_policy) == (3, MENTIONS, MENTIONS)
    assert (rules.answer_own_posts, rules.gather_seconds) == (True, 1.0)
    assert rules.timezone == ZoneInfo("Asia/Tokyo")


def test_rules_name_no_group_when_vk_is_off() -> None:
    assert rules_of(make_settings(vk_group_id=None)).group_id == 0


@pytest.mark.parametrize("model", ["a-second-model", None])
def test_second_model_is_there_when_it_is_named(model: str | None) -> None:
    container = House(make_settings(openai_fallback_model=model)).container

    assert isinstance(container.writer(), WatchedAnswerWriter)
    assert (container.fallback() is not None) is (model is not None)


def test_prompts_are_those_of_the_folder(tmp_path: Path) -> None:
    container = House(make_settings(prompts_dir=tmp_path)).container

    with pytest.raises(PromptError):
        container.prompts()
