"""``otklik doctor``: each part of the surroundings, tried."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from adapters.inbound.finding import Finding
from adapters.outbound.prompt_library import FilePromptLibrary, PromptError
from configuration.examination.peers import examine_model, examine_notifier
from configuration.examination.storage import examine_database, examine_folders, examine_redis
from configuration.examination.verdict import Grade, Verdict, bad, good
from configuration.examination.vk import examine_vk
from configuration.examination.words import PARTS, words
from configuration.secret_values import secret_values
from configuration.settings import Settings


async def _examine_prompts(settings: Settings) -> AsyncIterator[Verdict]:
    try:
        FilePromptLibrary(settings.prompts, secrets=secret_values(settings), on_problem=lambda _problem: None)
    except PromptError as error:
        yield bad("prompts", "prompts_bad", problem=error)
    else:
        yield good("prompts", "prompts_good", folder=settings.prompts)


EXAMINATIONS: Final[tuple[Callable[[Settings], AsyncIterator[Verdict]], ...]] = (
    examine_database,
    examine_redis,
    examine_folders,
    _examine_prompts,
    examine_vk,
    examine_model,
    examine_notifier,
)


async def examine(settings: Settings, lang: str) -> list[Finding]:
    """One part that fails does not keep the others from being tried. Settings that are here were read, and agree."""
    verdicts = [verdict for part in EXAMINATIONS async for verdict in part(settings)]
    return [_finding(verdict, lang) for verdict in (good("settings", "settings_good"), *verdicts)]


def _finding(verdict: Verdict, lang: str) -> Finding:
    says, advice = words(verdict.key, lang, **verdict.values)
    return Finding(
        part=verdict.part,
        name=PARTS[lang].get(verdict.part, verdict.part),
        says=says,
        advice=advice,
        is_good=verdict.grade is Grade.GOOD,
        is_fatal=verdict.grade is Grade.BAD,
    )
