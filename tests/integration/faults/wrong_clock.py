"""Otklik on a machine whose clock is wrong: ``python -m tests.integration.faults.wrong_clock SECONDS serve``."""

import sys
from datetime import datetime, timedelta, tzinfo

from adapters.outbound import clock, log_sink, retry_after, vk_dialogs
from bootstrap import main

ASKED_FOR_THE_TIME = (clock, log_sink, retry_after, vk_dialogs)
"""Every module of the server that reads the machine's clock; a test holds this list to the truth."""

SHIFT = timedelta(seconds=float(sys.argv[1])) if __name__ == "__main__" else timedelta()


class WrongDatetime(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # no more of this class, which has no wire form
        return datetime.now(tz) + SHIFT


if __name__ == "__main__":
    for module in ASKED_FOR_THE_TIME:
        module.datetime = WrongDatetime  # type: ignore[attr-defined]  # that is the point
    del sys.argv[1]
    main()
