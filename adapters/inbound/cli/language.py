"""In which language a command speaks to whoever runs it."""

import click
from click.core import ParameterSource

from domain.language import ENGLISH, RUSSIAN


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    asked = context.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
    if asked and value not in {RUSSIAN, ENGLISH}:
        raise click.BadParameter(f"expected {RUSSIAN} or {ENGLISH}")
    return RUSSIAN if (value or "").lower().startswith(RUSSIAN) else ENGLISH


lang_option = click.option(
    "--lang",
    envvar=["LC_ALL", "LC_MESSAGES", "LANG"],
    callback=_language,
    metavar="[ru|en]",
    help="Of what is said; by default the terminal's (LANG).",
)
