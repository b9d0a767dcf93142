"""Where a setting that was made here is kept for the next start."""

from typing import Protocol


class SettingsKeeper(Protocol):
    def keep(self, name: str, value: str) -> None:
        """
        Set ``name``; what else is kept stays as it is.

        On disk when it returns, and readable by the owner only. Idempotent. Raises OSError.
        """
        ...
