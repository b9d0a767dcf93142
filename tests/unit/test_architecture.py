"""What import-linter and ruff cannot see: allow-lists instead of deny-lists, and habits of the core."""

import ast
import re
import sys
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
CORE: Final = {
    "domain": {"domain"},
    "ports": {"domain", "ports"},
    "application": {"domain", "ports", "application"},
}
"""Each layer of the core, and which of ours it may import."""
OURS: Final = ("domain", "ports", "application", "adapters", "configuration")
APART: Final = {"tests", "examples"}
"""Packages that nothing of ours imports."""
NO_PACKAGES: Final = {"migrations", "scripts", "benchmarks", "docs", "prompts", "var"}
"""Folders whose Python files are run by path, if they have any."""

# Time, chance and the surroundings come through ports; what blocks or prints is an adapter's.
OUTSIDE_THE_CORE: Final = {
    *("io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "signal", "socket"),
    *("sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "http"),
}
FORBIDDEN_CALLS: Final = {
    *("now", "utcnow", "today", "fromtimestamp", "monotonic", "perf_counter"),  # the clock
    *("uuid1", "uuid4", "getnode", "randint", "choice", "shuffle", "token_hex", "token_urlsafe"),  # chance
    *("open", "print", "input", "getenv", "eval", "exec", "__import__", "import_module"),  # the surroundings
}
IGNORE: Final = re.compile(r"# (?:noqa|type: ignore)\b.*")
REASON: Final = re.compile(r"(?:\]  # | - )\S")
CLOCK_OF_THE_PORT: Final = {"self._clock", "clock", "self._now"}


def modules(*folders: str, with_a_word_of: Collection[str] = ("",)) -> Iterator[tuple[Path, ast.Module]]:
    """To parse a file takes much longer than to see that it has none of the words."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if any(word in source(path) for word in with_a_word_of):
                yield path.relative_to(ROOT), parsed(path)


@cache
def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(source(path))


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level names of all that is imported, wherever in the file."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield (node.module or "").partition(".")[0]


class TestImports:
    @pytest.mark.parametrize("layer", CORE)
    def test_of_the_core_are_the_standard_library_and_the_allowed_layers(self, layer: str) -> None:
        allowed = CORE[layer] | sys.stdlib_module_names

        assert {
            (str(path), name) for path, tree in modules(layer) for name in imported(tree) if name not in allowed
        } == set()

    @pytest.mark.parametrize("layer", CORE)
    def test_of_the_core_reach_for_no_clock_chance_or_surroundings(self, layer: str) -> None:
        found = {(str(path), name) for path, tree in modules(layer) for name in imported(tree)}

        assert {(path, name) for path, name in found if name in OUTSIDE_THE_CORE} == set()

    def test_of_asyncio_stay_out_of_the_domain_and_the_ports(self) -> None:
        assert {str(path) for path, tree in modules("domain", "ports") if "asyncio" in imported(tree)} == set()

    def test_of_the_environment_are_in_the_configuration_only(self) -> None:
        words = {"environ", "getenv"}
        readers = {
            str(path)
            for path, tree in modules(*OURS, with_a_word_of=words)
            for node in nodes(tree)
            if isinstance(node, ast.Attribute) and node.attr in words
        }

        # A terminal says there what it can show (NO_COLOR).
        assert {path for path in readers if not path.startswith("configuration/")} == {
            "adapters/outbound/log_console.py"
        }


@pytest.mark.parametrize("layer", CORE)
def test_core_calls_nothing_that_differs_from_run_to_run(layer: str) -> None:
    found = {
        (str(path), ast.unparse(node))
        for path, tree in modules(layer)
        for node in nodes(tree)
        if isinstance(node, ast.Call) and _forbidden(node.func)
    }

    assert found == set()


def _forbidden(called: ast.expr) -> bool:
    match called:
        case ast.Name(id=name):
            return name in FORBIDDEN_CALLS
        case ast.Attribute(value=owner, attr="now"):
            return ast.unparse(owner) not in CLOCK_OF_THE_PORT
        case ast.Attribute(value=ast.Name(id="re" | "self"), attr=_):
            return False
        case ast.Attribute(attr=name):
            return name in FORBIDDEN_CALLS
        case _:
            return False


class TestPackages:
    def test_every_folder_with_python_in_it_is_one(self) -> None:
        folders = {path.parent for folder in (*OURS, "tests") for path in (ROOT / folder).rglob("*.py")}

        assert {str(folder) for folder in folders if not (folder / "__init__.py").is_file()} == set()

    def test_have_nothing_in_their_init(self) -> None:
        inits = [path for folder in (*OURS, "tests") for path in (ROOT / folder).rglob("__init__.py")]

        assert {str(path) for path in inits if path.stat().st_size} == set()

    def test_are_all_known_to_the_import_contracts(self) -> None:
        configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
        packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
        folders = {path.parent.name for path in ROOT.glob("[!.]*/*.py")}

        assert packages - APART == set(configured["root_packages"]) == set(OURS)
        assert folders - packages <= NO_PACKAGES

    def test_of_examples_know_nothing_of_ours(self) -> None:
        assert {name for _, tree in modules("examples") for name in imported(tree)} & set(OURS) == set()

    def test_at_the_top_is_nothing_but_the_composition_root(self) -> None:
        assert {path.name for path in ROOT.glob("*.py")} == {"bootstrap.py"}


SECRET_NAMES: Final = {"secret", "password", "token", "access_token", "api_key", "vk_secret", "vk_access_token"}
NO_SECRETS_THERE: Final = {
    # Both tokens were made by this server, and none of them came from outside.
    ("adapters/inbound/chat/visit.py", "news.token != visitor.token"),
}


def test_secrets_are_never_compared_with_an_operator() -> None:
    found = {
        (str(path), ast.unparse(node))
        for path, tree in modules(*OURS, with_a_word_of=SECRET_NAMES)
        for node in nodes(tree)
        if isinstance(node, ast.Compare)
        and any(isinstance(operator, ast.Eq | ast.NotEq) for operator in node.ops)
        and any(_is_secret(side) for side in (node.left, *node.comparators))
        and "lease" not in ast.unparse(node)  # a lease's token is a fence: a number
    }

    assert found <= NO_SECRETS_THERE


def _is_secret(side: ast.expr) -> bool:
    match side:
        case ast.Name(id=name):
            return name in SECRET_NAMES
        case ast.Attribute(attr=name):
            return name in SECRET_NAMES
        case _:
            return False


class TestDocstrings:
    @pytest.mark.parametrize("layer", CORE)
    def test_open_every_module_of_the_core(self, layer: str) -> None:
        assert {str(path) for path, tree in modules(layer) if tree.body and ast.get_docstring(tree) is None} == set()

    def test_say_of_every_use_case_what_its_name_does_not(self) -> None:
        silent = {
            (str(path), node.name)
            for path, tree in modules("application")
            for node in tree.body
            if isinstance(node, ast.ClassDef) and (run := _execute(node)) and not _is_explained(node, run)
        }

        assert silent == set()

    def test_say_of_every_port_what_it_promises(self) -> None:
        silent = {
            str(path)
            for path, tree in modules("ports")
            if tree.body and not any(_promises(node) for node in nodes(tree))
        }

        assert silent == set()


def _execute(node: ast.ClassDef) -> ast.AsyncFunctionDef | None:
    runs = (each for each in node.body if isinstance(each, ast.AsyncFunctionDef) and each.name == "execute")
    return next(runs, None)


def _is_explained(node: ast.ClassDef, run: ast.AsyncFunctionDef) -> bool:
    return ast.get_docstring(node) is not None or ast.get_docstring(run) is not None


def _promises(node: ast.AST) -> bool:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and ast.get_docstring(node) is not None


def test_every_ignore_says_why() -> None:
    silent = [
        f"{path}:{number}"
        for path in sorted(each for folder in (*OURS, *APART, *NO_PACKAGES) for each in (ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (ignore := IGNORE.search(line)) and not REASON.search(ignore[0])
    ]

    assert silent == []
