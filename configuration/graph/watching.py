"""Signs of how the work is going."""

from collections.abc import Collection

from dependency_injector import providers

from application.alerts.read_signs import ReadSigns
from configuration.graph.foundation import Foundation
from configuration.graph.talking import Talking
from configuration.settings import Settings
from domain.signs import Backlog


def _watched(settings: Settings) -> Collection[Backlog]:
    return [backlog for backlog in Backlog if settings.notifier_url or backlog is not Backlog.NOTIFICATIONS]


class Watching(Talking):
    """Signs of how the work is going."""

    read_signs = providers.Singleton(
        ReadSigns,
        storage=Foundation.storage,
        clock=Foundation.clock,
        rules=Foundation.rules,
        watched=providers.Singleton(_watched, Foundation.settings),
    )
