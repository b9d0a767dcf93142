import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Litestar adds the charset to text types.
CONTENT_TYPES: Mapping[str, str] = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticAsset:
    """One file as it is served. `etag` is quoted, ready for the header."""

    body: bytes
    content_type: str
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticAssets:
    """Every file below a folder, read once: what is not in `files` cannot be asked for, whatever the path.

    `files` is keyed by the path below the folder, with `/`; `version` changes when any of them does.
    """

    files: Mapping[str, StaticAsset]
    version: str

    def modules(self, folder: str) -> list[str]:
        """The scripts below a folder of these, named with its final `/`."""
        return [name for name in self.files if name.startswith(folder) and name.endswith(".js")]


def etag_of(body: bytes) -> str:
    """A strong entity tag of these bytes, quoted."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def site_assets() -> StaticAssets:
    """The scripts, styles and pictures of the site's own pages."""
    return load_static_assets(Path(__file__).parent / "static")


def load_static_assets(folder: Path) -> StaticAssets:
    """Read the files of `folder` whose type is known (CONTENT_TYPES); others are not served."""
    files = {
        path.relative_to(folder).as_posix(): _load(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in CONTENT_TYPES
    }
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(f"{name}\0{asset.etag}\0".encode())
    return StaticAssets(files=files, version=digest.hexdigest()[:16])


def _load(path: Path) -> StaticAsset:
    body = path.read_bytes()
    return StaticAsset(body=body, content_type=CONTENT_TYPES[path.suffix], etag=etag_of(body))
