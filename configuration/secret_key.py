"""The key that signs what leaves the house: given as ``SECRET_KEY``, or made once and kept."""

import os
import re
import secrets
from pathlib import Path
from typing import Final

import msgspec

from configuration.settings import Settings
from configuration.settings_error import Problem, SettingsError

SECRET_KEY_FILE: Final = Path("var/secret_key")
LEAST_BYTES: Final = 32
LEAST_CHARACTERS: Final = 8
"""Different ones: 32 random bytes in hexadecimal have about 14."""

_PLACEHOLDERS: Final = re.compile(
    r"change(me|this|it)|replace(me|this)|(your|my|super|a)secret|secretkey|insecure|default|example|placeholder"
    r"|password|qwerty"
)


def secret_key_problem(key: str) -> Problem | None:
    """What is wrong with a key that was given: too short to be safe, or known to everybody."""
    if len(key.encode("utf-8", "surrogateescape")) < LEAST_BYTES:
        return Problem("SECRET_KEY", f"needs at least {LEAST_BYTES} bytes; `openssl rand -hex 32` makes such a key")
    if len(set(key)) < LEAST_CHARACTERS or _PLACEHOLDERS.search(re.sub(r"[^a-z]", "", key.lower())):
        return Problem("SECRET_KEY", "is a placeholder; `openssl rand -hex 32` makes a key nobody else has")
    return None


def with_secret_key(settings: Settings, file: Path = SECRET_KEY_FILE) -> Settings:
    """
    The same settings, with a key in any case: the one given, else the one in ``file``, which is made when missing.

    Processes that start at once agree on one key. Nodes on several machines each make their own: they are given one
    by ``SECRET_KEY``. Raises SettingsError when the file cannot be used.
    """
    if settings.secret_key is not None:
        return settings
    return msgspec.structs.replace(settings, secret_key=_kept(file))


def _kept(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no text"
        raise SettingsError(Problem("SECRET_KEY", f"cannot be kept in {file}: {why}")) from error
    if secret_key_problem(key) is not None:
        raise SettingsError(Problem("SECRET_KEY", f"{file} holds no key; delete it to get a new one"))
    return key


def _make(file: Path) -> None:
    """Written whole under another name first: whoever finds the file finds all of it, and the first one stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as target:
            target.write(f"{secrets.token_hex(LEAST_BYTES)}\n")
            target.flush()
            os.fsync(target.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
