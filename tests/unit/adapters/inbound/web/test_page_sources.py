"""What the page's own sources promise: both languages complete, one door for HTML, modules of a readable size."""

import re
from pathlib import Path

import pytest

import adapters.inbound.web.pages

WEB = Path(adapters.inbound.web.pages.__file__).parent
CHAT = WEB / "static" / "chat"
MODULES = sorted(CHAT.glob("*.js"))
TEXT_KEY = re.compile(r"^  (\w+):", re.MULTILINE)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Keys that are put together at run time: `error_…` from a code, `author_…` from an author, and so on.
BUILT = ("error_", "author_", "state_", "ended_", "auth_")


def source(name: str) -> str:
    return (CHAT / name).read_text(encoding="utf-8")


def texts(language: str) -> dict[str, str]:
    found = source(f"texts_{language}.js")
    starts = [(match.group(1), match.end()) for match in TEXT_KEY.finditer(found)]
    ends = [start for _, start in starts[1:]] + [len(found)]
    return {key: found[start:end] for (key, start), end in zip(starts, ends, strict=True)}


def test_both_languages_have_the_same_texts() -> None:
    assert texts("ru").keys() == texts("en").keys()


def test_both_languages_take_the_same_values() -> None:
    russian, english = (
        {key: set(PLACEHOLDER.findall(text)) for key, text in texts(language).items()} for language in ("ru", "en")
    )

    assert russian == english


def test_every_text_the_page_names_exists() -> None:
    page = "".join(path.read_text(encoding="utf-8") for path in (WEB / "templates").glob("*.html"))

    named = set(re.findall(r'data-i18n(?:-label|-placeholder)?="(\w+)"', page))

    assert named <= texts("ru").keys()


def test_every_text_the_modules_name_exists() -> None:
    named = {
        key
        for path in MODULES
        for key in re.findall(r'\bt\("(\w+)"', path.read_text(encoding="utf-8"))
        if not key.startswith(BUILT)
    }

    assert named
    assert named - {"title", "lead", "submit", "other", "switch"} <= texts("ru").keys()


@pytest.mark.parametrize(
    "code",
    [
        "bad_frame",
        "too_large",
        "hello_required",
        "unsupported_protocol",
        "forbidden",
        "not_found",
        "login_taken",
        "weak_password",
        "bad_credentials",
        "rate_limited",
        "answers_exhausted",
        "balance_exhausted",
        "unavailable",
        "internal",
        "operator_here",
        "stopped_by_owner",
    ],
)
def test_every_code_of_the_protocol_has_words(code: str) -> None:
    assert f"error_{code}" in texts("ru")


def test_html_enters_the_page_in_one_module_only() -> None:
    doors = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function")

    assert [path.name for path in MODULES if doors.search(path.read_text(encoding="utf-8"))] == ["html.js"]


@pytest.mark.parametrize("path", sorted((WEB / "static").rglob("*.*")), ids=lambda path: str(path.name))
def test_source_is_short_and_names_no_foreign_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

    assert text.count("\n") < 300
    assert not re.search(r"https?://|//cdn", text)
