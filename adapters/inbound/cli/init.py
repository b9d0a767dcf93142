"""``otklik init``."""

import sys
from collections.abc import Callable
from typing import Final

import click

from adapters.inbound.cli.init_words import words
from adapters.inbound.cli.language import lang_option
from adapters.inbound.cli.program import Program
from adapters.terminal import escape_controls

EMBEDDED: Final = "sqlite:///var/otklik.db"
OPENAI: Final = "https://api.openai.com/v1"


@click.command()
@lang_option
@click.pass_obj
def init(program: Program, lang: str) -> None:
    """
    Ask five things, and write them into .env here.

    Without a community and a model the sandbox answers. What is secret is typed hidden; .env is readable by its owner
    only. An .env that is there is changed after a question, and keeps its other lines.
    """
    click.echo(words("begin", lang))
    if program.has_settings_file:
        click.confirm(words("exists", lang), abort=True)
    values = _asked(_Questions(program, lang))
    problem = program.settings_problem(values)
    if problem is not None:
        click.echo(escape_controls(f"otklik: {problem[0]}: {problem[1]}"), err=True)
        sys.exit(2)
    file = program.keep_settings(values)
    click.echo(words("done", lang, file=file))
    click.echo(words("next_vk" if "VK_GROUP_ID" in values else "next", lang))


class _Questions:
    """Each is asked again until its answer can be used."""

    def __init__(self, program: Program, lang: str) -> None:
        self._program = program
        self._lang = lang

    def ask(self, name: str, *, default: str = "", is_secret: bool = False, is_needed: bool = False) -> str:
        answer: str = click.prompt(
            words(name, self._lang),
            default=None if is_needed else default,
            show_default=bool(default),
            hide_input=is_secret,
            value_proc=self._reader(name),
        )
        return answer

    def _reader(self, name: str) -> Callable[[str], str]:
        def read(text: str) -> str:
            value = text.strip()
            if not value.isprintable():
                raise click.BadParameter(words("unprintable", self._lang))
            problem = self._program.settings_problem({name: value})
            if problem is not None and problem[0] == name and value:
                raise click.BadParameter(problem[1])
            return value

        return read


def _asked(questions: _Questions) -> dict[str, str]:
    group = questions.ask("VK_GROUP_ID")
    token = questions.ask("VK_ACCESS_TOKEN", is_secret=True, is_needed=True) if group else ""
    base_url = questions.ask("OPENAI_BASE_URL", default=OPENAI)
    key = questions.ask("OPENAI_API_KEY", is_secret=True, is_needed=bool(group) and base_url == OPENAI)
    database = questions.ask("DATABASE_URL", default=EMBEDDED, is_secret=True)
    answers = {
        "VK_GROUP_ID": group,
        "VK_ACCESS_TOKEN": token,
        "OPENAI_BASE_URL": "" if base_url == OPENAI else base_url,
        "OPENAI_API_KEY": key,
        "DATABASE_URL": database,
    }
    return {name: value for name, value in answers.items() if value}
