"""Markdown, as models write it, turned into the text that VK shows."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from domain.rich_text import BOLD, ITALIC, Mark, RichText, Style

_FENCE: Final = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*$")
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$")
_RULE: Final = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_BULLET: Final = re.compile(r"^([ \t]*)[-*+][ \t]+(?=\S)")
_QUOTE: Final = re.compile(r"^ {0,3}(?:>[ \t]?)+")
_TABLE_RULE: Final = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$")
_TABLE_ROW: Final = re.compile(r"^[ \t]*\|(.*)\|[ \t]*$")

_CODE: Final = re.compile(r"(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)")
_LINK: Final = re.compile(
    r"!?\[([^\[\]\n]{0,500})\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})>?(?:\s+[\"'][^\"'\n]{0,200}[\"'])?\s*\)"
)
_AUTOLINK: Final = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_PAIRS: Final = tuple(
    (re.compile(rf"(?<![\w\\]){pair}(?=\S)([^\n]{{1,2000}}?)(?<=\S){pair}(?!\w)"), marks)
    for pair, marks in (
        (r"\*\*\*", (BOLD, ITALIC)),
        (r"\*\*", (BOLD,)),
        ("___", (BOLD, ITALIC)),
        ("__", (BOLD,)),
        ("~~", ()),
        (r"(?<!\*)\*(?!\*)", (ITALIC,)),
        ("(?<!_)_(?!_)", (ITALIC,)),
    )
)
_ANY_MARK: Final = re.compile(r"[\\\[<*_~]")
"""One of which each of those above has; most lines have none."""
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_GAP: Final = re.compile(r"\n{3,}")
_SAFE: Final = ("http://", "https://", "mailto:")

_MENTION: Final = re.compile(r"\[(?:id|club|public|event|app)\d+\|([^\[\]\n]{0,200})\]")
_CALL: Final = re.compile(r"(?<!\w)[@*](all|everyone|online|here|все|(?:id|club|public|event)\d+)\b", re.IGNORECASE)


def to_rich(markdown: str) -> RichText:
    """
    What a person would read of it: no marks, bullets as dots, cells with dashes, a link's address behind its words.

    Bold, italics, headings (bold) and the words of web links know what they are, for where that can be shown; whoever
    shows the text alone loses nothing, and a link never hides where it leads. Code stays as it is. VK's own marks that
    call people (``[id1|…]``, ``@all``) are taken out: whoever is named by a model has not been called. A text of marks
    alone stays as it is; nothing else becomes empty.
    """
    lines: list[RichText] = []
    fence: str | None = None
    for line in markdown.replace("\r\n", "\n").split("\n"):
        found = _FENCE.match(line)
        if found and (fence is None or found[1].startswith(fence)):
            fence = None if fence else found[1]
        elif fence is not None:
            lines.append(RichText(line))
        elif not _TABLE_RULE.match(line):
            lines.append(_line(line))
    text = _without_calls(_joined("\n", lines)).strip().replaced(_GAP, lambda _: "\n\n")
    return text if len(text) else RichText(markdown.strip())


def to_plain(markdown: str) -> str:
    """``to_rich`` as text alone."""
    return to_rich(markdown).text


def _joined(between: str, pieces: Sequence[RichText]) -> RichText:
    return RichText.joined(part for piece in pieces for part in (between, piece)).cut(len(between))


def _line(line: str) -> RichText:
    if _RULE.match(line):
        return RichText("—")
    line = _QUOTE.sub("", line)
    heading = _HEADING.match(line)
    if heading:
        return _inline(heading[1]).marked(BOLD)
    row = _TABLE_ROW.match(line)
    if row:
        return _joined(" — ", [_inline(cell.strip()) for cell in row[1].split("|") if cell.strip()])
    return _inline(_BULLET.sub(r"\1• ", line)).rstrip()


def _inline(text: str) -> RichText:
    """Code is set apart first, so that no mark in it is taken for one."""
    done: list[RichText | str] = []
    rest = text
    while found := _CODE.search(rest):
        done += [_marked(rest[: found.start()]), found[2].strip() or found[2]]
        rest = rest[found.end() :]
    return RichText.joined([*done, _marked(rest)])


def _marked(markdown: str) -> RichText:
    if not _ANY_MARK.search(markdown):
        return RichText(markdown)
    text = RichText(_AUTOLINK.sub(r"\1", markdown))
    text = text.replaced(_LINK, partial(_link, text))
    for pair, marks in _PAIRS:
        text = text.replaced(pair, partial(_words, text, marks))
    return text.replaced(_ESCAPE, partial(_words, text, ()))


def _words(text: RichText, marks: Sequence[Mark], found: re.Match[str]) -> RichText:
    return text.group(found, 1).marked(*marks)


def _link(text: RichText, found: re.Match[str]) -> RichText | str:
    words, address = text.group(found, 1).strip(), found[2]
    if not address.lower().startswith(_SAFE):
        return words
    shown = address.removeprefix("mailto:")
    if words.text in {"", shown, address}:
        return shown
    is_web = shown == address
    linked = words.marked(Mark(style=Style.LINK, address=address)) if is_web else words
    return RichText.joined([linked, f" ({shown})"])


def _without_calls(text: RichText) -> RichText:
    for calling in (_MENTION, _CALL):
        text = text.replaced(calling, partial(_words, text, ()))
    return text
