from domain.conversation import Conversation
from domain.errors import NotFoundError
from tests.factories import make_conversation, make_id
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


def stored(program: FakeProgram) -> Conversation:
    conversation = make_conversation()
    program.store(lambda uow: uow.conversations.add(conversation))
    return conversation


def is_taken_over(program: FakeProgram) -> bool:
    return bool(program.house.storage.tables.takeovers)


def test_takes_over_and_hands_back(program: FakeProgram) -> None:
    id_ = str(stored(program).id)

    assert program.run("conversations", "take-over", id_).stdout == "taken over\n"
    assert is_taken_over(program)
    assert program.run("conversations", "hand-back", id_).stdout == "handed back\n"
    assert not is_taken_over(program)


def test_says_so_when_there_is_no_such_conversation(program: FakeProgram) -> None:
    for command in ("take-over", "hand-back"):
        result = program.run("conversations", command, str(make_id()))

        assert result.exit_code == 1
        assert isinstance(result.exception, NotFoundError)
