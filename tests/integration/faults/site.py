"""Processes and addresses of a place, without any open connection: what lives on between two tests."""

import sys
from dataclasses import dataclass
from pathlib import Path

from tests.integration.services.mariadb import MariaDbServer
from tests.integration.services.ports import free_port
from tests.integration.whole.house import OTKLIK, House, vk_and_model
from tests.integration.whole.notifier_stand_in import notifier_url

PAID_IN = "100000.00"
KOPECKS = 10_000_000


@dataclass(kw_only=True)
class Site:
    """``credited`` is what was paid in, in kopecks; nobody listens on ``notifier_port`` unless a test does."""

    nodes: list[House]
    database_url: str
    notifier_port: int
    credited: int = KOPECKS

    def close(self) -> None:
        for node in self.nodes:
            node.close()


def embedded_site(folder: Path, sandbox: str, **more: str) -> Site:
    """One node on SQLite; nothing is started yet."""
    url, port = f"sqlite:///{folder}/var/otklik.db", free_port()
    node = House(folder, usual_settings(sandbox, url, port) | more)
    return Site(nodes=[node], database_url=url, notifier_port=port)


def shared_site(
    folder: Path, sandbox: str, server: MariaDbServer, *, clocks: tuple[float, float] = (0, 0), **more: str
) -> Site:
    """Two nodes on one MariaDB, in an empty database of their own; nothing is started yet."""
    url, port = server.url(server.create_database()), free_port()
    settings = usual_settings(sandbox, url, port) | more
    nodes = [
        House(folder / name, settings, program=program(wrong_by))
        for name, wrong_by in zip(("a", "b"), clocks, strict=True)
    ]
    return Site(nodes=nodes, database_url=url, notifier_port=port)


def program(wrong_by: float) -> tuple[str, ...]:
    """Otklik, on a machine whose clock is wrong by so many seconds."""
    if not wrong_by:
        return (OTKLIK,)
    return (sys.executable, "-m", "tests.integration.faults.wrong_clock", str(wrong_by))


def usual_settings(sandbox: str, database_url: str, notifier_port: int) -> dict[str, str]:
    """A lapsed lease is soon noticed, and whatever is slow here is slow because a test wants it."""
    return vk_and_model(sandbox) | {
        "DATABASE_URL": database_url,
        "STARTING_BALANCE": PAID_IN,
        "PERSON_DAILY_ANSWERS": "0",
        "LEASE_SECONDS": "2",
        "LLM_FIRST_TOKEN_TIMEOUT": "15",
        "NOTIFIER_URL": notifier_url(notifier_port),
        "NOTIFIER_ACK": "true",
    }
