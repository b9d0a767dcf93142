"""The use cases that a socket calls."""

from dataclasses import dataclass

from application.accounts.change_password import ChangePassword
from application.accounts.erase_me import EraseMe
from application.accounts.export_person import ExportPerson
from application.accounts.log_in import LogIn
from application.accounts.log_out import LogOut
from application.accounts.log_out_everywhere import LogOutEverywhere
from application.accounts.register import Register
from application.chat.catch_up import CatchUp
from application.chat.list_chats import ListChats
from application.chat.open_chat import OpenChat
from application.chat.open_session import OpenSession
from application.chat.post_message import PostMessage
from application.chat.rate_answer import RateAnswer
from application.chat.read_history import ReadHistory
from application.chat.retry_answer import RetryAnswer
from application.chat.search_chats import SearchChats
from application.chat.stop_answer import StopAnswer
from application.commands.run_command import RunCommand
from ports.live_feed import LiveFeed
from ports.log import Log
from ports.metrics import Metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatServices:
    open_session: OpenSession
    catch_up: CatchUp
    post_message: PostMessage
    read_history: ReadHistory
    list_chats: ListChats
    search_chats: SearchChats
    open_chat: OpenChat
    retry_answer: RetryAnswer
    stop_answer: StopAnswer
    rate_answer: RateAnswer
    run_command: RunCommand
    register: Register
    log_in: LogIn
    log_out: LogOut
    log_out_everywhere: LogOutEverywhere
    change_password: ChangePassword
    export_person: ExportPerson
    erase_me: EraseMe
    feed: LiveFeed
    metrics: Metrics
    log: Log
