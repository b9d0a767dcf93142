"""A person's own account, for the person who asks."""

from typing import Final

from application.balance.give_gift import GiveGift
from application.balance.words import how_to_top_up, words
from application.commands.asked import Asked
from application.commands.words import MOMENTS
from application.rules import Rules
from domain.balance import LedgerEntry, account_of
from domain.money import ZERO
from ports.clock import Clock
from ports.storage import UnitOfWork

MOST: Final = 10


class TellAccount:
    """
    - What is available and held, and the latest entries in words, in the time of the place where the owner lives.
    - Whoever asks for the first time is given the gift first.
    - What somebody of the community has noted as the reason of an entry is not told.
    """

    def __init__(self, *, gift: GiveGift, clock: Clock, rules: Rules) -> None:
        self._gift = gift
        self._clock = clock
        self._rules = rules

    async def execute(self, uow: UnitOfWork, asked: Asked) -> str:
        await self._gift.execute(uow, await uow.people.lock(asked.person_id))
        account, lang = account_of(asked.person_id), asked.lang
        balance = await uow.accounts.balance(account, since=self._rules.day_start(self._clock.now()))
        entries = await uow.accounts.history(account, limit=MOST)
        told = [words("account", lang, available=balance.available, price=self._rules.price)]
        if balance.held > ZERO:
            told.append(words("account_held", lang, held=balance.held))
        told.append(how_to_top_up(self._rules, lang))
        if entries:
            told += [words("entries", lang, zone=self._rules.timezone.key), *(self._line(e, lang) for e in entries)]
        return "\n".join(told)

    def _line(self, entry: LedgerEntry, lang: str) -> str:
        at = entry.at.astimezone(self._rules.timezone).strftime(MOMENTS[lang])
        return words("entry", lang, at=at, amount=f"{entry.amount:+}", what=words(f"entry_{entry.kind}", lang))
