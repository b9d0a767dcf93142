"""Several server processes on one listening socket."""

import multiprocessing
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Final

LOOK_SECONDS: Final = 0.5
KILL_AFTER: Final = 10.0
"""Seconds on top of the grace before a process that does not leave is killed."""

Run = Callable[[socket.socket, int], None]


def run_processes(run: Run, listener: socket.socket, *, count: int, grace: float) -> None:
    """
    Keep ``count`` processes of ``run`` alive until SIGTERM or SIGINT, which is passed on to them.

    A process that died is replaced; the others notice nothing but the leases that lapse.
    """
    is_leaving = False

    def leave(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_leaving
        is_leaving = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    context = multiprocessing.get_context("spawn")

    def start(index: int) -> BaseProcess:
        process = context.Process(target=run, args=(listener, index), name=f"otklik-{index}")
        process.start()
        return process

    processes = [start(index) for index in range(count)]
    while not is_leaving:
        time.sleep(LOOK_SECONDS)
        processes = [each if each.is_alive() or is_leaving else start(index) for index, each in enumerate(processes)]
    _stop(processes, grace + KILL_AFTER)


def _stop(processes: list[BaseProcess], within: float) -> None:
    for process in processes:
        process.terminate()
    end = time.monotonic() + within
    for process in processes:
        process.join(max(0.0, end - time.monotonic()))
        if process.is_alive():
            process.kill()
