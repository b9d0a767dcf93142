"""``otklik turns replay``."""

import asyncio
import sys
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import click

from adapters.inbound.cli.output import limit_option
from adapters.inbound.cli.program import Program, UseCases
from adapters.inbound.cli.replay_page import Prices, render_replay
from application.turns.replay_turns import Replayed
from domain.channel import Channel
from domain.turn import Turn

DAY: Final = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


class Price(click.ParamType[Decimal]):
    name = "price"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            price = Decimal(str(value))
        except InvalidOperation:
            price = Decimal(-1)
        if not (price.is_finite() and price >= 0):
            self.fail(f"{value!r} is no price", param, ctx)
        return price


@click.command()
@click.option("--since", type=click.DateTime(DAY), required=True, help="The owner's zone: TIMEZONE.")
@click.option("--until", type=click.DateTime(DAY), help="Up to this moment; now without it.")
@click.option("--prompt", "prompt_file", type=click.Path(path_type=Path), required=True, help="The prompt to try.")
@click.option("--model", required=True, help="The model to try, on the server of OPENAI_BASE_URL.")
@click.option("--channel", type=click.Choice([str(each) for each in Channel]), help="Answers of this channel only.")
@limit_option(100, "How many turns back.")
@click.option("--price-in", type=Price(), help="What a million tokens cost that the model is told.")
@click.option("--price-out", type=Price(), help="What a million tokens cost that it writes.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("replay.html"), show_default=True
)
@click.option("--yes", is_flag=True, help="Do not ask whether the model may be called.")
@click.pass_obj
def replay(
    program: Program,
    since: datetime,
    until: datetime | None,
    prompt_file: Path,
    model: str,
    channel: str | None,
    limit: int,
    price_in: Decimal | None,
    price_out: Decimal | None,
    output: Path,
    *,
    yes: bool,
) -> None:
    """
    Write past answers anew with another prompt and model, and show both side by side in a page.

    Nothing is sent, stored or charged; the calls of the model are paid for at its server. Interrupted with Ctrl-C it
    keeps what there is by then.
    """
    prompt, zone = program.read_prompt(prompt_file), program.timezone
    first, last = since.replace(tzinfo=zone), until.replace(tzinfo=zone) if until else FOREVER
    wanted = Channel(channel) if channel else None
    replayed: list[Replayed] = []
    turns: list[Turn] = []

    async def run() -> None:
        async with program.use_cases() as use_cases:
            turns.extend(await use_cases.replay_turns.find(since=first, until=last, channel=wanted, limit=limit))
            if turns and not yes:
                click.confirm(f"{len(turns)} calls of {model}. Go on?", abort=True, err=True)
            await _replay_all(use_cases, turns, replayed, prompt=prompt, model=model)

    try:
        asyncio.run(run())
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
    page = render_replay(replayed, wanted=len(turns), model=model, prices=Prices(input=price_in, output=price_out))
    output.write_text(page, encoding="utf-8")
    click.echo(f"{len(replayed)} of {len(turns)} answers written anew: {output}")


async def _replay_all(
    use_cases: UseCases, turns: list[Turn], replayed: list[Replayed], *, prompt: str, model: str
) -> None:
    with click.progressbar(length=len(turns), label="writing", file=sys.stderr) as bar:

        async def keep(each: Replayed) -> None:
            replayed.append(each)
            bar.update(1)

        await use_cases.replay_turns.execute(turns, prompt=prompt, model=model, on_replayed=keep)
