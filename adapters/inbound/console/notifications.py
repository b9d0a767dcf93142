"""What the other service is told: waiting and given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.notifications_words import NOTIFICATIONS
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit
from adapters.inbound.console.table import table
from adapters.inbound.console.times import Times
from application.alerts.watch_alerts import OVER
from application.list_notifications import ListNotifications
from application.retry_notifications import RetryNotifications
from domain.identifiers import NotificationId
from domain.notification import Notification, NotificationState, StoredNotification

PATH: Final = "/console/notifications"
MOST: Final = 100
COLUMNS: Final = ("told_when", "told_what", "told_tries", "told_why", "told_do")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationUseCases:
    list: ListNotifications
    retry: RetryNotifications


class NotificationPages:
    def __init__(self, use_cases: NotificationUseCases, *, times: Times) -> None:
        self._do = use_cases
        self._times = times

    async def show(self, visit: Visit) -> Shown:
        dead = await self._do.list.execute(state=NotificationState.DEAD, limit=MOST)
        waiting = await self._do.list.execute(state=NotificationState.PENDING, limit=MOST)
        body = visit.fill(
            "notifications",
            all_again=visit.fill("notifications_all") if dead else NOTHING,
            dead=self._table(visit, dead, label="dead_title", empty="no_dead"),
            waiting=self._table(visit, waiting, label="waiting_title", empty="no_waiting"),
        )
        return Shown(body=body)

    def _table(self, visit: Visit, found: Sequence[StoredNotification], *, label: str, empty: str) -> Html:
        rows = (self._row(each, visit) for each in found)
        return table(visit, label=label, columns=COLUMNS, rows=rows, empty=empty)

    async def mark(self, _visit: Visit) -> object:
        states = (NotificationState.DEAD, NotificationState.PENDING)
        found = [each for state in states for each in await self._do.list.execute(state=state, limit=MOST)]
        return [(each.notification.id, each.state, each.notification.tries) for each in found]

    async def retry(self, visit: Visit) -> str:
        """Raises NotFoundError."""
        await self._do.retry.execute(NotificationId(visit.id()))
        return PATH

    async def retry_all(self, _visit: Visit) -> str:
        await self._do.retry.all()
        return PATH

    def _row(self, each: StoredNotification, visit: Visit) -> Html:
        told = each.notification
        is_dead = each.state is NotificationState.DEAD
        return visit.fill(
            "notification_row",
            when=self._times.full(told.created_at, visit.words.lang),
            type=_what(told, visit),
            tries=told.tries,
            why=each.reason or "—",
            button=visit.fill("notification_again", id=told.id) if is_dead else NOTHING,
        )


def notifications_section(pages: NotificationPages) -> Section:
    page = Page(path=PATH, section="notifications", show=pages.show, mark=pages.mark)
    actions = [
        Action(path=f"{PATH}/all/retry", act=pages.retry_all),
        Action(path=f"{PATH}/{{id:str}}/retry", act=pages.retry),
    ]
    return Section(name="notifications", entry=PATH, pages=[page], actions=actions, words=NOTIFICATIONS)


def _what(told: Notification, visit: Visit) -> str:
    """What has no words here is told as it is."""
    if told.type != "alert":
        return visit.words.get(f"told_{told.type}", told.type)
    kind = str(told.payload["alert"]) if "alert" in told.payload else ""
    key = "told_alert_over" if told.payload.get("state") == OVER else "told_alert"
    return visit.say(key, alert=visit.words.get(f"alert_{kind}", kind))
