"""Answer a command that changes nobody's session: alike on the site and in VK."""

from application.answers_left import answers_left
from application.commands.asked import Asked
from application.commands.call_operator import CallOperator
from application.commands.tell_account import TellAccount
from application.commands.tell_deadlines import TellDeadlines
from application.commands.words import known_commands, words
from application.rules import Rules
from domain.balance import Payer
from domain.command import CommandName
from ports.clock import Clock
from ports.storage import UnitOfWork


class AnswerCommand:
    """
    - An unknown command is answered with the known ones.
    - What is told of the balance is the person's own: never the community's money.
    - What works on the site only is not done elsewhere: the answer says where it is.
    """

    def __init__(
        self, *, clock: Clock, rules: Rules, account: TellAccount, deadlines: TellDeadlines, operator: CallOperator
    ) -> None:
        self._account = account
        self._clock = clock
        self._rules = rules
        self._deadlines = deadlines
        self._operator = operator

    async def execute(self, uow: UnitOfWork, asked: Asked) -> str:
        """Returns the text of the answer."""
        command, lang = asked.command, asked.lang
        match command.name:
            case None:
                return self._listed(words("unknown", lang, word=command.word), asked)
            case CommandName.HELP:
                return self._listed(words("help", lang), asked)
            case CommandName.BALANCE:
                return await self._balance(uow, asked)
            case CommandName.DEADLINES:
                return await self._deadlines.execute(uow, asked)
            case CommandName.OPERATOR:
                return await self._operator.execute(uow, asked)
            case _:
                return _elsewhere(asked)

    async def _balance(self, uow: UnitOfWork, asked: Asked) -> str:
        left = await answers_left(uow, self._rules, asked.person_id, now=self._clock.now())
        said = words("unlimited", asked.lang) if left is None else words("left", asked.lang, left=left)
        if self._rules.payer is Payer.COMMUNITY:
            return said
        return f"{said}\n{await self._account.execute(uow, asked)}"

    def _listed(self, said: str, asked: Asked) -> str:
        return f"{said}\n{known_commands(asked.lang, asked.channel, self._rules.payer)}"


def _elsewhere(asked: Asked) -> str:
    text = words("elsewhere", asked.lang, word=asked.command.word)
    return f"{text}\n{words('never_here', asked.lang)}" if asked.command.is_masked else text
