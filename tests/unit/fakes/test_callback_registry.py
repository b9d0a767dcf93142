import pytest

from tests.contracts.callback_registry import CallbackRegistryContract, CallbackRegistryWorld
from tests.fakes.callback_registry import FakeCallbackRegistry


class FakeWorld:
    def __init__(self) -> None:
        self.registry = FakeCallbackRegistry()
        self.confirming = "https://otklik.test/hook"
        self.registry.confirms = {self.confirming}


class TestFakeCallbackRegistry(CallbackRegistryContract):
    @pytest.fixture
    def world(self) -> CallbackRegistryWorld:
        return FakeWorld()
