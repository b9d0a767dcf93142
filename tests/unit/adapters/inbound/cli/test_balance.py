import asyncio
from decimal import Decimal

import pytest

from domain.errors import NotFoundError
from tests.factories import MOMENT, make_person
from tests.unit.adapters.inbound.cli.fake_program import FakeProgram


class TestShow:
    def test_prints_roubles_as_text_when_asked_for_json(self, program: FakeProgram) -> None:
        program.run("balance", "top-up", "12.5")

        assert program.json("balance", "show") == {"available": "12.50", "held": "0.00", "spent_today": "0.00"}

    def test_counts_what_is_held_and_spent(self, program: FakeProgram) -> None:
        async def live() -> None:
            await program.house.top_up("20.00")
            await program.house.comment()
            await program.house.run_until_idle()
            await program.house.comment()
            await program.house.fund.execute(await program.house.claim_next())

        asyncio.run(live())

        assert program.json("balance", "show") == {"available": "10.00", "held": "5.00", "spent_today": "5.00"}

    def test_prints_a_table(self, program: FakeProgram) -> None:
        shown = program.run("balance", "show").stdout

        assert all(word in shown for word in ("available", "held", "spent_today", "0.00"))


class TestTopUp:
    @pytest.mark.parametrize(("amount", "expected"), [("5", "5.00"), ("0.01", "0.01"), ("1e3", "1000.00")])
    def test_books_the_amount(self, program: FakeProgram, amount: str, expected: str) -> None:
        assert program.json("balance", "top-up", amount) == {"booked": True, "available": expected}
        assert [(entry.amount, entry.author) for entry in program.house.storage.entries] == [
            (Decimal(expected), "command line")
        ]

    def test_books_once_when_the_key_is_the_same(self, program: FakeProgram) -> None:
        results = [program.run("balance", "top-up", "5", "--key", "order-7").stdout for _ in range(2)]

        assert results == ["Booked; available: 5.00\n", "Booked before; available: 5.00\n"]

    def test_books_each_time_when_there_is_no_key(self, program: FakeProgram) -> None:
        program.run("balance", "top-up", "5")

        assert program.json("balance", "top-up", "5")["available"] == "10.00"

    @pytest.mark.parametrize(
        ("amount", "why"),
        [
            ("five", "not an amount of roubles"),
            ("", "not an amount of roubles"),
            ("1.005", "not an amount of roubles"),
            ("NaN", "not an amount of roubles"),
            ("Infinity", "not an amount of roubles"),
            ("1e99", "not an amount of roubles"),
            ("0", "must be more than 0.00"),
            ("0.00", "must be more than 0.00"),
            ("-5", "must be more than 0.00"),
            ("1000000000.01", "must be at most 1000000000.00"),
        ],
    )
    def test_refuses_with_the_reason_when_it_is_no_such_amount(
        self, program: FakeProgram, amount: str, why: str
    ) -> None:
        result = program.run("balance", "top-up", "--", amount)

        assert result.exit_code == 2
        assert why in result.stderr
        assert program.house.storage.entries == []


class TestHistory:
    def test_prints_the_latest_first(self, program: FakeProgram) -> None:
        program.run("balance", "top-up", "5", "--reason", "first")
        program.house.clock.advance(60)
        program.run("balance", "top-up", "7", "--reason", "second")

        assert program.json("balance", "history") == [
            {
                "at": "2026-07-01T09:01:00+00:00",
                "kind": "top_up",
                "amount": "7.00",
                "author": "command line",
                "reason": "second",
            },
            {
                "at": "2026-07-01T09:00:00+00:00",
                "kind": "top_up",
                "amount": "5.00",
                "author": "command line",
                "reason": "first",
            },
        ]
        assert len(program.json("balance", "history", "--limit", "1")) == 1

    @pytest.mark.parametrize("reason", ["\x1b[2J", "\u202egnp", "a\rb"])
    def test_escapes_what_could_draw_on_the_terminal(self, program: FakeProgram, reason: str) -> None:
        program.run("balance", "top-up", "5", "--reason", reason)

        shown = program.run("balance", "history").stdout

        assert not set(reason) & set(shown) & set("\x1b\u202e\r")
        assert reason.encode("unicode_escape").decode()[:3] in shown

    def test_shows_markup_as_text(self, program: FakeProgram) -> None:
        program.run("balance", "top-up", "5", "--reason", "[b]x[/b]")

        assert "[b]x[/b]" in program.run("balance", "history").stdout

    @pytest.mark.parametrize("limit", ["0", "-1", "100001", "many"])
    def test_refuses_a_limit_that_is_none(self, program: FakeProgram, limit: str) -> None:
        assert program.run("balance", "history", "--limit", limit).exit_code == 2


class TestOfAPerson:
    def test_shows_fills_and_lists_their_account_only(self, program: FakeProgram) -> None:
        program.store(lambda uow: uow.people.add(make_person(vk_id=1001)))
        program.run("balance", "top-up", "5")

        booked = program.json("balance", "top-up", "20", "--person", "vk:1001", "--reason", "order 7", "--key", "7")

        assert booked == {"booked": True, "available": "20.00"}
        assert program.json("balance", "top-up", "20", "--person", "vk:1001", "--key", "7")["booked"] is False
        assert program.json("balance", "show", "--person", "vk:1001")["available"] == "20.00"
        assert program.json("balance", "show")["available"] == "5.00"
        assert [entry["reason"] for entry in program.json("balance", "history", "--person", "vk:1001")] == ["order 7"]
        assert [entry["amount"] for entry in program.json("balance", "history")] == ["5.00"]

    @pytest.mark.parametrize("command", [["show"], ["history"], ["top-up", "5"]])
    def test_says_who_is_not_known(self, program: FakeProgram, command: list[str]) -> None:
        result = program.run("balance", *command, "--person", "vk:1")

        assert isinstance(result.exception, NotFoundError)
        assert program.house.storage.entries == []

    def test_fills_up_nobody_who_was_erased(self, program: FakeProgram) -> None:
        erased = make_person(vk_id=1001).erased(at=MOMENT)
        program.store(lambda uow: uow.people.add(erased))

        result = program.run("balance", "top-up", "5", "--person", str(erased.id))

        assert isinstance(result.exception, NotFoundError)
        assert program.house.storage.entries == []

    def test_limits_what_they_spend_in_a_day(self, program: FakeProgram) -> None:
        program.store(lambda uow: uow.people.add(make_person(vk_id=1001)))
        whose = ("balance", "limit", "--person", "vk:1001")

        assert program.run(*whose, "50").stdout == "50.00 a day\n"
        (person,) = program.house.storage.people
        assert person.daily_limit is not None
        assert (person.daily_limit.amount, person.daily_limit.by) == (Decimal("50.00"), "command line")
        assert program.run(*whose, "--none").stdout == "no limit\n"
        assert program.run(*whose, "--setting").stdout == "as PERSON_DAILY_SPEND_LIMIT says\n"
        assert program.house.storage.people[0].daily_limit is None

    @pytest.mark.parametrize("given", [[], ["5", "--none"], ["--none", "--setting"], ["0"], ["many"]])
    def test_refuses_a_limit_that_is_none(self, program: FakeProgram, given: list[str]) -> None:
        program.store(lambda uow: uow.people.add(make_person(vk_id=1001)))

        assert program.run("balance", "limit", "--person", "vk:1001", *given).exit_code == 2
        assert program.house.storage.people[0].daily_limit is None
