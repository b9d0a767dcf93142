from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping

import pytest

from ports.settings_keeper import SettingsKeeper

Kept = Callable[[], Mapping[str, str | None]]


class SettingsKeeperContract(ABC):
    @pytest.fixture
    @abstractmethod
    def keeper(self) -> SettingsKeeper: ...

    @pytest.fixture
    @abstractmethod
    def kept(self) -> Kept:
        """What is kept, as the next start reads it."""

    @pytest.mark.parametrize("value", ["plain", "with space # and 'quotes' \\ \"$HOME\"", "Привет", ""])
    def test_keeps_a_value_as_it_is(self, keeper: SettingsKeeper, kept: Kept, value: str) -> None:
        keeper.keep("VK_SECRET", value)

        assert kept() == {"VK_SECRET": value}

    def test_replaces_one_and_leaves_the_others(self, keeper: SettingsKeeper, kept: Kept) -> None:
        keeper.keep("PORT", "8000")
        keeper.keep("VK_SECRET", "old")
        keeper.keep("VK_SECRET", "new")

        assert kept() == {"PORT": "8000", "VK_SECRET": "new"}
