"""Running without any key: the stand-in VK and model are started beside the server."""

import secrets
from typing import Final

import msgspec

from adapters.sandbox.config import SandboxConfig
from configuration.settings import Settings

GROUP_ID: Final = 229000001


def sandbox_config(settings: Settings, *, site: str, secret: str) -> SandboxConfig:
    """``site`` is where the server can be reached, without a slash at its end."""
    return SandboxConfig(
        group_id=GROUP_ID,
        secret=secret,
        callback_url=f"{site}{settings.vk_callback_path}",
        site_url=f"{site}/",
        announce_seed=True,
    )


def with_sandbox(settings: Settings, *, url: str, secret: str) -> Settings:
    """The same settings, with VK and the model replaced by the stand-ins at ``url``."""
    return msgspec.structs.replace(
        settings,
        vk_group_id=GROUP_ID,
        vk_access_token="sandbox",  # noqa: S106 - the stand-in's, known to everybody
        vk_secret=secret,
        vk_api_url=url,
        openai_api_key="sandbox",
        openai_base_url=f"{url}/v1",
        openai_model="sandbox",
    )


def new_secret() -> str:
    """VK's secrets have at most 50 characters."""
    return secrets.token_urlsafe(24)
