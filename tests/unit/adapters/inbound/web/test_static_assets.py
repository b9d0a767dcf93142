from pathlib import Path

from adapters.inbound.web.static_assets import etag_of, load_static_assets


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_keeps_paths_types_and_tags_of_what_it_finds(tmp_path: Path) -> None:
    write(tmp_path, "a/b.js", "1")
    write(tmp_path, "c.css", "2")
    write(tmp_path, "d.js", "3")

    assets = load_static_assets(tmp_path)

    assert {name: asset.content_type for name, asset in assets.files.items()} == {
        "a/b.js": "text/javascript",
        "c.css": "text/css",
        "d.js": "text/javascript",
    }
    assert assets.files["c.css"].etag == etag_of(b"2")
    assert assets.modules("a/") == ["a/b.js"]


def test_serves_no_file_when_its_type_is_unknown(tmp_path: Path) -> None:
    write(tmp_path, "notes.txt", "secret")
    write(tmp_path, ".env", "secret")

    assert load_static_assets(tmp_path).files == {}


def test_version_changes_when_a_file_does(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "1")
    before = load_static_assets(tmp_path).version

    write(tmp_path, "a.js", "2")

    assert load_static_assets(tmp_path).version != before


def test_version_stays_when_nothing_changes(tmp_path: Path) -> None:
    write(tmp_path, "a.js", "1")

    assert load_static_assets(tmp_path).version == load_static_assets(tmp_path).version
