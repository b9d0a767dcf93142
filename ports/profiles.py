"""What VK's people call themselves."""

from collections.abc import Collection, Mapping
from typing import Protocol


class Profiles(Protocol):
    async def names(self, vk_ids: Collection[int]) -> Mapping[int, str]:
        """
        First and last name, as they are at VK; those it does not know are missing.

        May tell what was so an hour ago. Raises CommunityError.
        """
        ...
