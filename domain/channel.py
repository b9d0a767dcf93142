"""Where a conversation takes place; also the name of the prompt that answers there."""

from enum import StrEnum


class Channel(StrEnum):
    VK_POST = "vk_post"
    VK_COMMENT = "vk_comment"
    VK_MESSAGE = "vk_message"
    SITE_CHAT = "site_chat"

    @property
    def is_vk(self) -> bool:
        return self is not Channel.SITE_CHAT
