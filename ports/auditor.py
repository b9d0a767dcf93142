"""Reading all books at once."""

from typing import Protocol

from domain.audit import Books


class Auditor(Protocol):
    async def read(self, *, limit: int) -> Books:
        """
        Compare turns with their captures, holds, answers and announcements, all as they were at one moment.

        - A settled turn has one capture, one answer and one announcement; a stopped one may have one of each.
        - A turn that was funded and has not ended has its hold open, and no other hold is open.
        - A text of our own costs nothing: it has an answer only.

        At most ``limit`` of each of the four kinds. Changes nothing and locks nothing. Raises StorageUnavailableError.
        """
        ...
