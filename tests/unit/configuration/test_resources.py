from pathlib import Path
from typing import Any

import pytest

from adapters.outbound.live_feed import MemoryLiveFeed
from adapters.outbound.no_community import NoCommunity
from adapters.outbound.transcript import FileTranscript, NoTranscript
from adapters.outbound.vk_community import VkCommunity
from configuration.container import open_container
from configuration.resources import open_resources
from configuration.settings import Settings
from configuration.settings_error import SettingsError
from domain.money import ZERO


def make_settings(folder: Path, **overrides: Any) -> Settings:
    return Settings(**{"database_url": f"sqlite:///{folder}/otklik.db", **overrides})


async def test_are_the_smallest_ones_when_nothing_is_set(tmp_path: Path) -> None:
    async with open_resources(make_settings(tmp_path)) as resources:
        assert isinstance(resources.vk.community, NoCommunity)
        assert isinstance(resources.feed, MemoryLiveFeed)
        assert isinstance(resources.transcript, NoTranscript)
        assert resources.notifier is None


async def test_are_what_the_settings_ask_for(tmp_path: Path) -> None:
    settings = make_settings(
        tmp_path,
        vk_group_id=1,
        vk_access_token="a token",
        vk_secret="a secret",
        openai_api_key="a key",
        notifier_url="ws://127.0.0.1:1",
        transcript_dir=tmp_path / "transcripts",
    )

    async with open_resources(settings) as resources:
        assert isinstance(resources.vk.community, VkCommunity)
        assert isinstance(resources.transcript, FileTranscript)
        assert resources.notifier is not None


async def test_name_each_process_differently(tmp_path: Path) -> None:
    async with (
        open_resources(make_settings(tmp_path)) as one,
        open_resources(make_settings(tmp_path)) as two,
    ):
        assert one.owner != two.owner


async def test_are_closed_when_one_cannot_be_opened(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, transcript_dir=Path("/proc/nowhere"))

    with pytest.raises(SettingsError, match="TRANSCRIPT_DIR"):
        async with open_resources(settings):
            pytest.fail("it was opened")


async def test_container_works_on_an_embedded_database_of_its_own_making(tmp_path: Path) -> None:
    async with open_container(make_settings(tmp_path)) as container:
        assert (await container.show_balance().execute()).available == ZERO
        assert await container.list_turns().execute(limit=1) == []
