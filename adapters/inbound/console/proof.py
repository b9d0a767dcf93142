"""Whoever does something grave shows that it is them: by having signed in just now, or by the password once more."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from adapters.inbound.console.html import Html, fill
from adapters.inbound.console.pages import Visit
from application.accounts.prove_password import ProvePassword
from domain.errors import BadCredentialsError, TooManyTriesError
from ports.clock import Clock

PASSWORD: Final = "proof"  # noqa: S105 - the field's name
FRESH: Final = timedelta(minutes=15)
"""How long a sign-in counts as just now."""


class Proof:
    """The tries are counted with those of signing in."""

    def __init__(self, *, prove: ProvePassword, clock: Clock) -> None:
        self._prove = prove
        self._clock = clock

    async def missing(self, visit: Visit) -> str | None:
        """None when it is shown; else what is wrong, in words: nothing at the first time."""
        if self._clock.now() < visit.operator.session.opened_at + FRESH:
            return None
        if PASSWORD not in visit.form:
            return ""
        try:
            await self._prove.execute(visit.operator.person.id, visit.form[PASSWORD])
        except BadCredentialsError:
            return visit.words["bad_proof"]
        except TooManyTriesError as error:
            return visit.say("too_many_tries", seconds=int(error.wait) + 1)
        return None


def proof_page(visit: Visit, path: str, problem: str) -> Html:
    """What was filled in comes along, and is sent again with the password."""
    return fill("proof", {"path": path, "fields": Html.joined(_hidden(visit.form)), "problem": problem}, visit.words)


def _hidden(form: Mapping[str, str]) -> list[Html]:
    given = {name: value for name, value in form.items() if name != PASSWORD}
    return [fill("proof_field", {"name": name, "value": value}, {}) for name, value in given.items()]
