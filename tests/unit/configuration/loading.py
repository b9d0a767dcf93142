"""Settings read from a made-up environment, without any file."""

import pytest

from configuration.load_settings import load_settings
from configuration.settings import Settings
from configuration.settings_error import SettingsError


def load(**environment: str) -> Settings:
    return load_settings(environment, dotenv=None)


def problem(**environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(**environment)
    return str(caught.value)
