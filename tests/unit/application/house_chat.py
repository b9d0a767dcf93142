"""The site's visitors and the owner."""

from typing import Any

from application.accounts.block_person import BlockPerson
from application.accounts.change_password import ChangePassword
from application.accounts.close_ended_sessions import CloseEndedSessions
from application.accounts.count_tries import CountTries
from application.accounts.create_operator import CreateOperator
from application.accounts.end_sessions import EndSessions
from application.accounts.erase_me import EraseMe
from application.accounts.expire_sessions import ExpireSessions
from application.accounts.export_person import ExportPerson
from application.accounts.finish_erasures import FinishErasures
from application.accounts.forget_person import ForgetPerson
from application.accounts.log_in import LogIn
from application.accounts.log_in_operator import LogInOperator
from application.accounts.log_out import LogOut
from application.accounts.log_out_everywhere import LogOutEverywhere
from application.accounts.prove_password import ProvePassword
from application.accounts.recognise_operator import RecogniseOperator
from application.accounts.register import Register
from application.accounts.sign_in import SignIn
from application.accounts.unblock_person import UnblockPerson
from application.answering.set_daily_limit import SetDailyLimit
from application.answering.show_answering import ShowAnswering
from application.answering.start_answering import StartAnswering
from application.answering.stop_answering import StopAnswering
from application.balance.close_account import CloseAccount
from application.balance.credit_starting_balance import CreditStartingBalance
from application.balance.set_person_limit import SetPersonLimit
from application.balance.show_balance import ShowBalance
from application.balance.top_up import TopUp
from application.chat.catch_up import CatchUp
from application.chat.list_chats import ListChats
from application.chat.new_chat import NewChat
from application.chat.open_chat import OpenChat
from application.chat.open_session import OpenSession
from application.chat.post_message import PostMessage
from application.chat.rate_answer import RateAnswer
from application.chat.read_history import ReadHistory
from application.chat.retry_answer import RetryAnswer
from application.chat.search_chats import SearchChats
from application.chat.stop_answer import StopAnswer
from application.commands.change_session import ChangeSession
from application.commands.run_command import RunCommand
from application.deadlines.withdraw_deadline import WithdrawDeadline
from application.prompts.check_prompts import CheckPrompts
from application.prompts.list_questions import ListQuestions
from application.prompts.preview_prompt import PreviewPrompt
from application.prompts.save_prompt import SavePrompt
from application.prompts.show_prompt import ShowPrompt
from tests.unit.application.house_events import HouseWithEvents
from tests.unit.application.house_rules import (
    SECRETS,
)


class HouseWithChat(HouseWithEvents):
    """The site's visitors and the owner."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._build_chat()
        self._build_accounts()
        self._build_operators()
        self._build_commands()
        self._build_balance()
        self._build_prompts()

    def _build_chat(self) -> None:
        storage, clock, ids = self.fragile, self.clock, self.ids
        self.new_chat = NewChat(ids=ids, clock=clock)
        self.open_session = OpenSession(
            storage=storage,
            clock=clock,
            ids=ids,
            randomness=self.randomness,
            new_chat=self.new_chat,
            rules=self.rules,
        )
        self.post_message = PostMessage(
            at_once=self.at_once,
            clock=clock,
            ids=ids,
            open_turn=self.open_turn,
            note_deadline=self.note_deadline,
            wish_reminder=self.wish_reminder,
            feed=self.feed,
        )
        self.catch_up = CatchUp(storage=storage, feed=self.feed)
        self.read_history = ReadHistory(storage=storage)
        self.list_chats = ListChats(storage=storage)
        self.search_chats = SearchChats(storage=storage)
        self.open_chat = OpenChat(storage=storage, clock=clock, new_chat=self.new_chat)
        self.retry_answer = RetryAnswer(storage=storage, clock=clock, retry_turn=self.retry)
        self.stop_answer = StopAnswer(storage=storage, clock=clock, bells=self.bells, wakeup=self.wakeup)
        self.rate_answer = RateAnswer(storage=storage, clock=clock)

    def _build_accounts(self) -> None:
        storage, clock, ids = self.fragile, self.clock, self.ids
        randomness, hasher = self.randomness, self.hasher
        self.sign_in = sign_in = SignIn(feed=self.feed)
        self.register = Register(storage=storage, hasher=hasher, randomness=randomness, sign_in=sign_in)
        tries = CountTries(throttle=self.throttle)
        self.log_in = LogIn(storage=storage, hasher=hasher, randomness=randomness, sign_in=sign_in, tries=tries)
        end_sessions = EndSessions(clock=clock, feed=self.feed)
        self.prove = prove = ProvePassword(storage=storage, hasher=hasher, tries=tries)
        self.log_out_everywhere = LogOutEverywhere(storage=storage, end_sessions=end_sessions)
        self.change_password = ChangePassword(
            storage=storage,
            hasher=hasher,
            randomness=randomness,
            prove=prove,
            sign_in=sign_in,
            end_sessions=end_sessions,
        )
        self.export_person = ExportPerson(storage=storage, clock=clock)
        self.forget_person = ForgetPerson(
            storage=storage,
            clock=clock,
            end_sessions=end_sessions,
            withdraw=WithdrawDeadline(clock=clock),
            note=self.note_act,
            close_account=CloseAccount(clock=clock, ids=ids),
        )
        self.expire_sessions = ExpireSessions(storage=storage, clock=clock, end_sessions=end_sessions)
        self.close_ended_sessions = CloseEndedSessions(storage=storage, feed=self.feed, end_sessions=end_sessions)
        self.finish_erasures = FinishErasures(storage=storage, clock=clock, forget=self.forget_person)
        self.block_person = BlockPerson(storage=storage, clock=clock, end_sessions=end_sessions, note=self.note_act)
        self.unblock_person = UnblockPerson(storage=storage, note=self.note_act)
        self.erase_me = EraseMe(storage=storage, prove=prove, forget=self.forget_person)
        self.log_out = LogOut(storage=storage, clock=clock, feed=self.feed)

    def _build_operators(self) -> None:
        storage, clock, ids = self.fragile, self.clock, self.ids
        self.create_operator = CreateOperator(
            storage=storage, clock=clock, ids=ids, hasher=self.hasher, note=self.note_act
        )
        self.recognise_operator = RecogniseOperator(storage=storage, clock=clock)
        self.log_in_operator = LogInOperator(
            storage=storage,
            clock=clock,
            ids=ids,
            randomness=self.randomness,
            log_in=self.log_in,
            sign_in=self.sign_in,
            new_chat=self.new_chat,
            note=self.note_act,
        )

    def _build_commands(self) -> None:
        self.run_command = RunCommand(
            storage=self.fragile,
            clock=self.clock,
            ids=self.ids,
            answer=self.answer_command,
            change_session=ChangeSession(
                register=self.register, log_in=self.log_in, log_out=self.log_out, open_chat=self.open_chat
            ),
            feed=self.feed,
            wakeup=self.wakeup,
        )

    def _build_balance(self) -> None:
        self.stop_answering = StopAnswering(storage=self.fragile, clock=self.clock, log=self.log, note=self.note_act)
        self.start_answering = StartAnswering(storage=self.fragile, log=self.log, note=self.note_act)
        self.show_answering = ShowAnswering(storage=self.fragile, rules=self.rules)
        self.set_daily_limit = SetDailyLimit(storage=self.fragile, clock=self.clock, log=self.log, note=self.note_act)
        self.credit = CreditStartingBalance(storage=self.fragile, clock=self.clock)
        self.fill = TopUp(storage=self.fragile, clock=self.clock, ids=self.ids)
        self.set_person_limit = SetPersonLimit(storage=self.fragile, clock=self.clock, log=self.log, note=self.note_act)
        self.show_balance = ShowBalance(storage=self.fragile, clock=self.clock, rules=self.rules)

    def _build_prompts(self) -> None:
        storage, log = self.fragile, self.log
        self.secrets = dict(SECRETS)
        self.check_prompts = CheckPrompts(storage=storage, secrets=self.secrets)
        self.show_prompt = ShowPrompt(storage=storage, files=self.prompts)
        self.save_prompt = SavePrompt(
            storage=storage, files=self.prompts, clock=self.clock, log=log, secrets=self.secrets, note=self.note_act
        )
        self.list_questions = ListQuestions(storage=storage)
        self.preview_prompt = PreviewPrompt(
            storage=storage,
            gather_context=self.gather_context,
            writer=self.writer,
            throttle=self.throttle,
            log=log,
            secrets=self.secrets,
        )
