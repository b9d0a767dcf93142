"""Old and new answers side by side: one file without scripts, that a browser opens from the disk."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import Template
from typing import Final

from application.turns.replay_turns import Replayed

PER: Final = Decimal(1_000_000)
"""Prices of models are named per so many tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost, in whatever currency; None where nobody said."""

    input: Decimal | None = None
    output: Decimal | None = None

    def cost(self, input_tokens: int | None, output_tokens: int | None) -> Decimal | None:
        if self.input is None or self.output is None or input_tokens is None or output_tokens is None:
            return None
        return (self.input * input_tokens + self.output * output_tokens) / PER


_PAGE: Final = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Replay with $model</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8886; border-radius: .75rem; padding: 1rem; margin: 1rem 0; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; }
.question { font-weight: 600; }
.cost, .where { font-size: .85rem; opacity: .8; margin: 0; }
h2 { font-size: 1rem; margin: 0; }
</style>
</head>
<body>
<h1>Replay with $model</h1>
<p>$total</p>
$articles
</body>
</html>
""")

_ARTICLE: Final = Template("""<article>
<p class="where">$at · $channel · <code>$id</code></p>
<p class="text question">$question</p>
<div class="answers">
<section><h2>$old_model</h2><p class="text">$old</p><p class="cost">$old_cost</p></section>
<section><h2>$new_model</h2><p class="text">$new</p><p class="cost">$new_cost</p></section>
</div>
</article>""")


def render_replay(replayed: Sequence[Replayed], *, wanted: int, model: str, prices: Prices) -> str:
    """``wanted`` is how many there were to be: fewer when it was interrupted. Nothing of a text is markup."""
    done = sorted(replayed, key=lambda each: each.turn.created_at)
    articles = "\n".join(_article(each, model, prices) for each in done)
    total = html.escape(_total(done, wanted, prices))
    return _PAGE.substitute(model=html.escape(model), total=total, articles=articles)


def _article(each: Replayed, model: str, prices: Prices) -> str:
    turn, new = each.turn, each.new
    values = {
        "at": turn.created_at.isoformat(" ", "minutes"),
        "channel": turn.channel,
        "id": turn.id,
        "question": each.question,
        "old_model": turn.model or "then",
        "old": turn.answer or "",
        "old_cost": _cost(turn.input_tokens, turn.output_tokens, prices),
        "new_model": (new.model if new else None) or model,
        "new": new.text if new else f"no answer: {each.fault}",
        "new_cost": _cost(new.input_tokens, new.output_tokens, prices) if new else "",
    }
    return _ARTICLE.substitute({name: html.escape(str(value)) for name, value in values.items()})


def _cost(input_tokens: int | None, output_tokens: int | None, prices: Prices) -> str:
    if input_tokens is None or output_tokens is None:
        return "tokens unknown"
    cost = prices.cost(input_tokens, output_tokens)
    return f"{input_tokens} + {output_tokens} tokens" + (f" · {cost:.4f}" if cost is not None else "")


def _total(done: Sequence[Replayed], wanted: int, prices: Prices) -> str:
    answered = [each for each in done if each.new is not None]
    old = _sum([(each.turn.input_tokens, each.turn.output_tokens) for each in answered])
    new = _sum([(each.new.input_tokens, each.new.output_tokens) for each in answered if each.new is not None])
    return (
        f"{len(answered)} of {wanted} answered; those cost {_cost(*old, prices)} then, {_cost(*new, prices)} now. "
        "Nothing was sent, stored or charged."
    )


def _sum(tokens: Sequence[tuple[int | None, int | None]]) -> tuple[int | None, int | None]:
    """None when one of them is not known: a part of the cost is not the cost."""
    known = [(given, made) for given, made in tokens if given is not None and made is not None]
    if len(known) < len(tokens):
        return None, None
    return sum(given for given, _ in known), sum(made for _, made in known)
