"""The system prompts: edited, tried on a past question, and returned to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from adapters.inbound.console.html import NOTHING, Html
from adapters.inbound.console.pages import Action, Page, Section, Shown, Visit
from adapters.inbound.console.prompts_words import PROMPTS
from adapters.inbound.console.times import Times
from application.prompts.list_questions import ListQuestions
from application.prompts.preview_prompt import Preview, PreviewPrompt
from application.prompts.save_prompt import SavePrompt
from application.prompts.show_prompt import PromptState, ShowPrompt
from application.turns.past_question import PastQuestion
from domain.answer import AnswerWriterError
from domain.channel import Channel
from domain.errors import NotFoundError, OtklikError, TooManyTriesError
from domain.identifiers import TurnId
from domain.prompt import THE_FILE, PromptVersion, StalePromptError, UnusablePromptError

PATH: Final = "/console/prompts"
VERSIONS: Final = 50
QUESTIONS: Final = 20
EXCERPT: Final = 80
MOST_NOTE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptUseCases:
    show: ShowPrompt
    save: SavePrompt
    questions: ListQuestions
    preview: PreviewPrompt


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What stands in the form: the prompt that counts, or what was typed and not saved yet."""

    text: str
    based_on: int
    note: str = ""
    problem: str = ""
    tried: Html = NOTHING
    turn_id: str = ""


class PromptPages:
    def __init__(self, use_cases: PromptUseCases, *, times: Times) -> None:
        self._do = use_cases
        self._times = times

    async def first(self, visit: Visit) -> Shown:
        return await self._page(visit, Channel.VK_COMMENT)

    async def show(self, visit: Visit) -> Shown:
        return await self._page(visit, _channel(visit))

    async def save(self, visit: Visit) -> str | Shown:
        """What is refused stays in the form, with the reason."""
        channel, draft = _channel(visit), _draft(visit)
        try:
            await self._do.save.execute(channel, draft.text, based_on=draft.based_on, by=visit.by, note=draft.note)
        except (UnusablePromptError, StalePromptError) as error:
            return await self._page(visit, channel, _refused(draft, error, visit))
        return f"{PATH}/{channel}"

    async def restore(self, visit: Visit) -> str:
        channel = _channel(visit)
        number = _number(visit.form.get("number"))
        await self._do.save.restore(channel, number, based_on=_number(visit.form.get("based_on")), by=visit.by)
        return f"{PATH}/{channel}"

    async def preview(self, visit: Visit) -> str | Shown:
        channel, draft = _channel(visit), _draft(visit)
        try:
            preview = await self._do.preview.execute(draft.text, turn_id=_turn_id(draft), by=visit.by)
        except (UnusablePromptError, TooManyTriesError, AnswerWriterError) as error:
            return await self._page(visit, channel, _refused(draft, error, visit))
        return await self._page(visit, channel, _tried(draft, preview, visit))

    async def _page(self, visit: Visit, channel: Channel, draft: _Draft | None = None) -> Shown:
        state = await self._do.show.execute(channel, limit=VERSIONS)
        questions = await self._do.questions.execute(channel, limit=QUESTIONS)
        draft = draft or _Draft(text=state.text, based_on=state.number)
        body = visit.fill(
            "prompts",
            channels=Html.joined(_channel_link(each, visit, is_lit=each is channel) for each in Channel),
            channel=channel,
            text=draft.text,
            based_on=draft.based_on,
            note=draft.note,
            problem=draft.problem,
            counts=visit.words["prompt_file"] if state.is_the_file else visit.say("prompt_version", n=state.number),
            questions=_questions(questions, draft, visit),
            tried=draft.tried,
            versions=self._versions(state, visit),
        )
        return Shown(body=body)

    def _versions(self, state: PromptState, visit: Visit) -> Html:
        rows = [self._version(version, state, visit) for version in state.versions]
        the_file = visit.fill(
            "prompt_version",
            name=visit.words["prompt_file"],
            when="",
            by="",
            note="",
            text=state.file,
            back=NOTHING if state.is_the_file else _back(THE_FILE, state, visit),
        )
        return Html.joined([*rows, the_file])

    def _version(self, version: PromptVersion, state: PromptState, visit: Visit) -> Html:
        is_current = version.number == state.number
        can_return = not is_current and version.text is not None
        text = visit.words["prompt_file"] if version.text is None else version.text
        return visit.fill(
            "prompt_version",
            name=visit.say("prompt_version", n=version.number),
            when=self._times.full(version.at, visit.words.lang),
            by=version.by,
            note=version.note,
            text=text,
            back=_back(version.number, state, visit) if can_return else NOTHING,
        )


def prompts_section(pages: PromptPages) -> Section:
    one = f"{PATH}/{{channel:str}}"
    return Section(
        name="prompts",
        entry=PATH,
        pages=[
            Page(path=PATH, section="prompts", show=pages.first),
            Page(path=one, section="prompts", show=pages.show),
        ],
        actions=[
            Action(path=f"{one}/save", act=pages.save, is_grave=True),
            Action(path=f"{one}/restore", act=pages.restore, is_grave=True),
            Action(path=f"{one}/preview", act=pages.preview),
        ],
        words=PROMPTS,
    )


def _channel(visit: Visit) -> Channel:
    """Raises NotFoundError."""
    try:
        return Channel(str(visit.path.get("channel")))
    except ValueError:
        raise NotFoundError("prompt", visit.path.get("channel")) from None


def _number(given: str | None) -> int:
    """Raises NotFoundError."""
    if given is None or not given.isascii() or not given.isdigit() or len(given) > 9:  # noqa: PLR2004 - an INTEGER
        raise NotFoundError("version of the prompt", given)
    return int(given)


def _draft(visit: Visit) -> _Draft:
    return _Draft(
        text=visit.form.get("text", ""),
        based_on=_number(visit.form.get("based_on")),
        note=visit.form.get("note", "").strip()[:MOST_NOTE],
        turn_id=visit.form.get("turn", ""),
    )


def _turn_id(draft: _Draft) -> TurnId:
    """Raises NotFoundError."""
    try:
        return TurnId(UUID(draft.turn_id))
    except ValueError:
        raise NotFoundError("question", draft.turn_id[:EXCERPT]) from None


def _refused(draft: _Draft, error: OtklikError, visit: Visit) -> _Draft:
    match error:
        case UnusablePromptError(reason=reason):
            said = visit.say("prompt_unusable", reason=reason)
        case StalePromptError(current=current):
            said = visit.say("prompt_stale", n=current)
        case TooManyTriesError(wait=wait):
            said = visit.say("too_many_tries", seconds=int(wait) + 1)
        case _:
            said = visit.words["prompt_model_away"]
    return replace(draft, problem=said)


def _tried(draft: _Draft, preview: Preview, visit: Visit) -> _Draft:
    written = preview.written
    tokens = visit.say("prompt_tokens", model=written.model, read=written.input_tokens, wrote=written.output_tokens)
    tried = visit.fill(
        "prompt_tried",
        question=preview.asked.question,
        then=preview.asked.answer,
        now=written.text,
        tokens=tokens,
    )
    return replace(draft, tried=tried)


def _questions(questions: Sequence[PastQuestion], draft: _Draft, visit: Visit) -> Html:
    if not questions:
        return visit.fill("prompt_no_question")
    options = Html.joined(_option(each, draft, visit) for each in questions)
    return visit.fill("prompt_questions", options=options, preview_path=f"{PATH}/{questions[0].turn.channel}/preview")


def _option(each: PastQuestion, draft: _Draft, visit: Visit) -> Html:
    selected = Html(" selected") if str(each.turn.id) == draft.turn_id else NOTHING
    return visit.fill("option", value=each.turn.id, name=" ".join(each.question.split())[:EXCERPT], selected=selected)


def _channel_link(each: Channel, visit: Visit, *, is_lit: bool) -> Html:
    current = Html(' aria-current="true"') if is_lit else NOTHING
    return visit.fill("filter", path=f"{PATH}/{each}", name=visit.words[f"prompt_{each}"], current=current)


def _back(number: int, state: PromptState, visit: Visit) -> Html:
    return visit.fill("prompt_back", channel=state.channel, number=number, based_on=state.number)
