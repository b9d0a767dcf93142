"""Signs of how the work is going, and telling the owner of bad ones."""

from collections.abc import Collection
from datetime import timedelta

from dependency_injector import providers

from application.alerts.read_signs import ReadSigns
from application.alerts.watch_alerts import WatchAlerts
from configuration.graph.foundation import Foundation
from configuration.graph.managing import Managing
from configuration.settings import Settings
from domain.alert import AlertLimits
from domain.signs import Backlog


def _watched(settings: Settings) -> Collection[Backlog]:
    return [backlog for backlog in Backlog if settings.notifier_url or backlog is not Backlog.NOTIFICATIONS]


def _limits(settings: Settings) -> AlertLimits:
    return AlertLimits(
        balance_below=settings.alert_balance_below or None,
        queue_age=timedelta(seconds=settings.alert_queue_seconds) or None,
        failures=settings.alert_failures or None,
    )


class Watching(Managing):
    """Signs of how the work is going, and telling the owner of bad ones."""

    read_signs = providers.Singleton(
        ReadSigns,
        storage=Foundation.storage,
        clock=Foundation.clock,
        rules=Foundation.rules,
        watched=providers.Singleton(_watched, Foundation.settings),
        ends=Foundation.settings.provided.alert_failures,
    )
    watch_alerts = providers.Singleton(
        WatchAlerts,
        storage=Foundation.storage,
        read_signs=read_signs,
        limits=providers.Singleton(_limits, Foundation.settings),
        clock=Foundation.clock,
        ids=Foundation.ids,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
    )
