"""What the owner has decided about answering; read once from the settings."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.allow_list import ALLOW_ALL, AllowList
from domain.balance import Payer
from domain.channel import Channel
from domain.money import ZERO
from domain.policy import ANSWER_ALL, Policy, should_answer
from domain.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    Money in roubles, times in seconds.

    ``gather_seconds`` is how long a new turn in VK messages waits for the rest of a burst. ``person_daily_answers``
    is 0 for no limit, ``daily_spend_limit`` None: that is of the community's account, ``person_daily_spend_limit`` of
    each person's. ``gift`` is what a person's account begins with, ``top_up_url`` where they can fill it up.
    ``reminders`` are the times before a deadline at which it is told; ``second_reader`` lets the model read deadlines
    of which the grammar is unsure. ``tells_knowledge``: what the community has written down is told with an answer.
    ``takeover`` is how long the assistant is silent where a person of the community has spoken. What was said longer
    ago than ``retention`` is forgotten; None: never.
    """

    group_id: int
    price: Decimal
    timezone: ZoneInfo
    daily_spend_limit: Decimal | None = None
    person_daily_answers: int = 50
    payer: Payer = Payer.COMMUNITY
    gift: Decimal = ZERO
    person_daily_spend_limit: Decimal | None = None
    top_up_url: str | None = None
    comment_policy: Policy = ANSWER_ALL
    post_policy: Policy = ANSWER_ALL
    message_policy: Policy = ANSWER_ALL
    allowed: AllowList = ALLOW_ALL
    tells_knowledge: bool = False
    quiet_hours: QuietHours | None = None
    answer_own_posts: bool = False
    gather_seconds: float = 2.0
    reminders: tuple[timedelta, ...] = ()
    second_reader: bool = False
    takeover: timedelta = timedelta(hours=1)
    retention: timedelta | None = None

    def policy(self, channel: Channel) -> Policy:
        """Whoever asks on the site waits for the answer: there all is answered, at once."""
        policies = {
            Channel.VK_COMMENT: self.comment_policy,
            Channel.VK_POST: self.post_policy,
            Channel.VK_MESSAGE: self.message_policy,
        }
        return policies.get(channel, ANSWER_ALL)

    def should_answer(self, text: str, channel: Channel) -> bool:
        return should_answer(text, self.policy(channel).selection, group_id=self.group_id)

    def gather(self, channel: Channel) -> timedelta:
        return timedelta(seconds=self.gather_seconds if channel is Channel.VK_MESSAGE else 0)

    def day(self, moment: datetime) -> date:
        """The day of a moment where the owner lives."""
        return moment.astimezone(self.timezone).date()

    def day_start(self, moment: datetime) -> datetime:
        local = moment.astimezone(self.timezone)
        return local.replace(hour=0, minute=0, second=0, microsecond=0)
