"""Markdown, as models write it, turned into the plain text that VK shows."""

import re
from typing import Final

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
    re.compile(rf"(?<![\w\\]){mark}(?=\S)([^\n]{{1,2000}}?)(?<=\S){mark}(?!\w)")
    for mark in (r"\*\*\*", r"\*\*", "___", "__", "~~", r"(?<!\*)\*(?!\*)", "(?<!_)_(?!_)")
)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_SAFE: Final = ("http://", "https://", "mailto:")

_MENTION: Final = re.compile(r"\[(?:id|club|public|event|app)\d+\|([^\[\]\n]{0,200})\]")
_CALL: Final = re.compile(r"(?<!\w)[@*](all|everyone|online|here|все|(?:id|club|public|event)\d+)\b", re.IGNORECASE)


def to_plain(markdown: str) -> str:
    """
    What a person would read of it: no marks, bullets as dots, cells with dashes, a link's address behind its words.

    Code stays as it is. VK's own marks that call people (``[id1|…]``, ``@all``) are taken out: whoever is named by a
    model has not been called. A text of marks alone stays as it is; nothing else becomes empty.
    """
    lines: list[str] = []
    fence: str | None = None
    for line in markdown.replace("\r\n", "\n").split("\n"):
        found = _FENCE.match(line)
        if found and (fence is None or found[1].startswith(fence)):
            fence = None if fence else found[1]
        elif fence is not None:
            lines.append(line)
        elif not _TABLE_RULE.match(line):
            lines.append(_line(line))
    text = _without_calls("\n".join(lines)).strip()
    return re.sub(r"\n{3,}", "\n\n", text) or markdown.strip()


def _line(line: str) -> str:
    if _RULE.match(line):
        return "—"
    line = _QUOTE.sub("", line)
    heading = _HEADING.match(line)
    if heading:
        return _inline(heading[1])
    row = _TABLE_ROW.match(line)
    if row:
        return " — ".join(_inline(cell.strip()) for cell in row[1].split("|") if cell.strip())
    return _inline(_BULLET.sub(r"\1• ", line)).rstrip()


def _inline(text: str) -> str:
    """Code is set apart first, so that no mark in it is taken for one."""
    done: list[str] = []
    rest = text
    while found := _CODE.search(rest):
        done += [_marked(rest[: found.start()]), found[2].strip() or found[2]]
        rest = rest[found.end() :]
    return "".join([*done, _marked(rest)])


def _marked(text: str) -> str:
    text = _AUTOLINK.sub(r"\1", text)
    text = _LINK.sub(_link, text)
    for pair in _PAIRS:
        text = pair.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)


def _link(found: re.Match[str]) -> str:
    words, address = found[1].strip(), found[2]
    if not address.lower().startswith(_SAFE):
        return words
    shown = address.removeprefix("mailto:")
    return shown if words in {"", shown, address} else f"{words} ({shown})"


def _without_calls(text: str) -> str:
    return _CALL.sub(r"\1", _MENTION.sub(r"\1", text))
