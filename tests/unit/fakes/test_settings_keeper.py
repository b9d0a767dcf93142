import pytest

from tests.contracts.settings_keeper import Kept, SettingsKeeperContract
from tests.fakes.settings_keeper import FakeSettingsKeeper


class TestFakeSettingsKeeper(SettingsKeeperContract):
    @pytest.fixture
    def keeper(self) -> FakeSettingsKeeper:
        return FakeSettingsKeeper()

    @pytest.fixture
    def kept(self, keeper: FakeSettingsKeeper) -> Kept:
        return lambda: keeper.kept
