from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Protocol

import pytest

from domain.callback_plan import CONFIRMED, NEEDED_RIGHTS, CallbackServer, Subscription
from domain.community import CommunityError
from ports.callback_registry import CallbackRegistry

SECRET = "s" * 50


class CallbackRegistryWorld(Protocol):
    """A community without callback servers, and a server that answers with its confirmation code."""

    @property
    def registry(self) -> CallbackRegistry: ...
    @property
    def confirming(self) -> str: ...


class CallbackRegistryContract(ABC):
    @pytest.fixture
    @abstractmethod
    def world(self) -> CallbackRegistryWorld: ...

    async def test_tells_the_rights_of_the_token(self, world: CallbackRegistryWorld) -> None:
        assert await world.registry.rights() >= NEEDED_RIGHTS

    async def test_keeps_what_was_registered_and_its_confirmation(self, world: CallbackRegistryWorld) -> None:
        number = await world.registry.add(url=world.confirming, title="t" * 14, secret=SECRET)

        assert tuple(await world.registry.servers()) == (
            CallbackServer(id=number, url=world.confirming, title="t" * 14, status=CONFIRMED, secret=SECRET),
        )

    async def test_confirms_after_an_edit(self, world: CallbackRegistryWorld) -> None:
        number = await world.registry.add(url="http://127.0.0.1:1/nobody", title="otklik", secret=SECRET)
        (before,) = await world.registry.servers()
        wanted = replace(before, url=world.confirming, secret="another")

        await world.registry.edit(wanted)

        assert (before.id, before.status) == (number, "failed")
        assert tuple(await world.registry.servers()) == (replace(wanted, status=CONFIRMED),)

    async def test_ticks_and_unticks_and_leaves_the_rest(self, world: CallbackRegistryWorld) -> None:
        number = await world.registry.add(url=world.confirming, title="otklik", secret=SECRET)
        first = Subscription(events=frozenset({"message_new", "like_add", "group_join"}), api_version="5.103")
        await world.registry.subscribe(number, first)
        second = Subscription(events=frozenset({"wall_reply_new"}), api_version="5.199")

        await world.registry.subscribe(number, second, drop=["like_add"])

        assert await world.registry.subscription(number) == Subscription(
            events=frozenset({"message_new", "group_join", "wall_reply_new"}), api_version="5.199"
        )

    async def test_takes_ten_servers(self, world: CallbackRegistryWorld) -> None:
        for _ in range(10):
            await world.registry.add(url=world.confirming, title="otklik", secret=SECRET)

        with pytest.raises(CommunityError) as refused:
            await world.registry.add(url=world.confirming, title="otklik", secret=SECRET)

        assert refused.value.code == 2000

    async def test_refuses_a_title_of_fifteen_and_a_server_that_is_not_there(
        self, world: CallbackRegistryWorld
    ) -> None:
        with pytest.raises(CommunityError):
            await world.registry.add(url=world.confirming, title="t" * 15, secret=SECRET)
        with pytest.raises(CommunityError):
            await world.registry.subscription(404)
