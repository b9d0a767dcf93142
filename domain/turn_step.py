"""What is done with a turn, one after another; each is stored before the next begins."""

from enum import StrEnum


class TurnStep(StrEnum):
    FUND = "fund"
    WRITE = "write"
    HOLD_BACK = "hold_back"
    SEND = "send"
    SETTLE = "settle"
    STOP = "stop"
