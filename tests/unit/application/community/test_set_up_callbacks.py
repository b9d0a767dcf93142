from dataclasses import dataclass, field

import pytest

from application.community.plan_callbacks import PlanCallbacks
from application.community.set_up_callbacks import LOOKS, CallbackSetup, SetUpCallbacks
from domain.callback_plan import NEEDED_RIGHTS, CallbackPlan, Subscription
from domain.errors import MissingRightsError
from tests.fakes.callback_registry import FakeCallbackRegistry
from tests.fakes.clock import FakeClock
from tests.fakes.randomness import FakeRandomness
from tests.fakes.settings_keeper import FakeSettingsKeeper

URL = "https://otklik.test/hook"
USED = frozenset({"message_new", "wall_reply_new"})
NEEDED = Subscription(events=USED, api_version="5.199")


@dataclass
class Community:
    registry: FakeCallbackRegistry = field(default_factory=FakeCallbackRegistry)
    keeper: FakeSettingsKeeper = field(default_factory=FakeSettingsKeeper)
    clock: FakeClock = field(default_factory=FakeClock)
    randomness: FakeRandomness = field(default_factory=FakeRandomness)

    async def plan(self) -> CallbackPlan:
        plan = PlanCallbacks(
            registry=self.registry,
            randomness=self.randomness,
            used_events=USED,
            api_version="5.199",
            secret=self.keeper.kept.get("VK_SECRET"),
        )
        return await plan.execute(url=URL, title="otklik")

    async def set_up(self) -> CallbackSetup:
        use_case = SetUpCallbacks(registry=self.registry, keeper=self.keeper, clock=self.clock)
        return await use_case.execute(await self.plan())


@pytest.fixture
def community() -> Community:
    made = Community()
    made.registry.confirms = {URL}
    return made


async def test_registers_confirms_and_ticks_what_is_used(community: Community) -> None:
    done = await community.set_up()

    (server,) = await community.registry.servers()
    assert done.is_confirmed
    assert (server.id, server.url, server.title) == (done.server_id, URL, "otklik")
    assert community.keeper.kept == {"VK_SECRET": server.secret}
    assert 0 < len(server.secret) <= 50
    assert await community.registry.subscription(server.id) == NEEDED


async def test_changes_nothing_when_all_is_well(community: Community) -> None:
    await community.set_up()
    before = community.registry.changes

    assert (await community.plan()).changes_nothing
    assert (await community.set_up()).is_confirmed
    assert community.registry.changes == before


async def test_planning_changes_nothing(community: Community) -> None:
    plan = await community.plan()

    assert (plan.server, plan.changes_existing, plan.changes_nothing) == (None, False, False)
    assert (community.registry.changes, community.keeper.kept) == (0, {})


async def test_takes_over_the_secret_that_vk_has(community: Community) -> None:
    await community.registry.add(url=URL, title="mine", secret="of VK")

    plan = await community.plan()
    await community.set_up()

    assert plan.title == "mine"
    assert not plan.edits
    assert plan.changes_existing
    assert community.keeper.kept == {"VK_SECRET": "of VK"}


async def test_gives_vk_the_secret_that_is_set(community: Community) -> None:
    await community.registry.add(url=URL, title="mine", secret="another")
    community.keeper.keep("VK_SECRET", "ours")

    await community.set_up()

    (server,) = await community.registry.servers()
    assert (server.title, server.secret) == ("mine", "ours")


async def test_unticks_what_nobody_uses_and_leaves_other_servers_alone(community: Community) -> None:
    other = await community.registry.add(url="https://other.test/", title="other", secret="")
    ours = await community.registry.add(url=URL, title="otklik", secret="s")
    for server in (other, ours):
        await community.registry.subscribe(server, Subscription(events=frozenset({"like_add"}), api_version="5.103"))

    plan = await community.plan()
    await community.set_up()

    assert (plan.newly_ticked, plan.unticked) == (USED, {"like_add"})
    assert await community.registry.subscription(ours) == NEEDED
    assert (await community.registry.subscription(other)).events == {"like_add"}


async def test_waits_until_vk_has_confirmed(community: Community) -> None:
    community.registry.looks_before = 3

    assert (await community.set_up()).is_confirmed
    assert community.clock.slept == [1.0, 1.0]


async def test_says_so_when_vk_does_not_confirm_and_tries_anew_next_time(community: Community) -> None:
    community.registry.confirms = set()
    first = await community.set_up()
    community.registry.confirms = {URL}

    second = await community.set_up()

    assert (first.status, first.is_confirmed, len(community.clock.slept)) == ("failed", False, LOOKS - 1)
    assert (second.server_id, second.is_confirmed) == (first.server_id, True)


@pytest.mark.parametrize("right", sorted(NEEDED_RIGHTS))
async def test_is_refused_without_a_right_that_is_needed(community: Community, right: str) -> None:
    community.registry.granted = NEEDED_RIGHTS - {right}

    with pytest.raises(MissingRightsError, match=right):
        await community.plan()
