"""Ports on the left, adapters on the right: the graph of objects, synchronous, built from opened resources."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.outbound.database.migrate import check_schema, upgrade
from configuration.graph.watching import Watching
from configuration.resources import open_resources
from configuration.settings import Settings


class Container(Watching):
    """
    The whole graph. Never async: what has to be opened is in ``resources`` already.

    An annotation ``Provider[Port]`` makes mypy check that the adapter keeps the port's contract.
    """


@asynccontextmanager
async def open_container(settings: Settings) -> AsyncIterator[Container]:
    """
    Open the resources and build the graph.

    The embedded database is brought up to date here; another one is only checked, since several nodes share it: raises
    SchemaOutdatedError when ``otklik migrate`` has to be run first.
    """
    if settings.is_embedded:
        await upgrade(settings.database_url)
    async with open_resources(settings) as resources:
        await check_schema(resources.database)
        container = Container(settings=settings, resources=resources)
        container.check_dependencies()
        yield container
