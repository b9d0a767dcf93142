from tests.factories import make_id
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


def test_indexes_and_searches(program: FakeProgram) -> None:
    program.house.folder.files = {"prices.md": "# Цены\nЗанятие 500 рублей."}

    assert program.json("knowledge", "index") == {"files": 1, "changed": 1, "dropped": 0}
    assert program.json("knowledge", "search", "сколько стоят занятия") == [
        {"file": "prices.md", "heading": "Цены", "text": "Занятие 500 рублей."}
    ]
    assert "prices.md" in program.run("knowledge", "search", "занятие").stdout
    assert "changed" in program.run("knowledge", "index").stdout


def test_shows_what_was_told_for_an_answer(program: FakeProgram) -> None:
    assert program.json("knowledge", "used", str(make_id())) == []


def test_says_what_is_missing(program: FakeProgram) -> None:
    program.has_knowledge = False

    result = program.run("knowledge", "index")

    assert result.exit_code == 1
    assert "KNOWLEDGE_DIR" in result.output
