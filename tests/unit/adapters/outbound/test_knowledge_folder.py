from pathlib import Path

from adapters.outbound.knowledge_folder import MOST_BYTES, FileKnowledgeFolder
from ports.knowledge_folder import KnowledgeFile


async def test_reads_markdown_in_and_below_the_folder_and_reports_the_rest(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / ".git").mkdir()
    files = {
        "b.md": "Цены".encode(),
        "more/a.md": b"\xef\xbb\xbfAddress\0",
        ".git/x.md": b"hidden",
        "note.txt": b"no",
        "bad.md": b"\xff",
        "long.md": b"a" * (MOST_BYTES + 1),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    problems: list[str] = []

    found = await FileKnowledgeFolder(tmp_path, on_problem=problems.append).read()

    assert found == [KnowledgeFile(name="b.md", text="Цены"), KnowledgeFile(name="more/a.md", text="Address")]
    assert sorted(problem.split(":")[0] for problem in problems) == ["bad.md", "gone.md", "long.md"]
