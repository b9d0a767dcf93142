"""The chat of the site."""

from dependency_injector import providers

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
from configuration.graph.accounts import Accounts
from configuration.graph.answering import Answering
from configuration.graph.foundation import Foundation
from configuration.graph.receiving import Receiving


class Talking(Accounts):
    """The chat of the site."""

    new_chat = providers.Singleton(NewChat, ids=Foundation.ids, clock=Foundation.clock)
    open_session = providers.Singleton(
        OpenSession,
        storage=Foundation.storage,
        clock=Foundation.clock,
        ids=Foundation.ids,
        randomness=Foundation.randomness,
        new_chat=new_chat,
        rules=Foundation.rules,
    )
    catch_up = providers.Singleton(CatchUp, storage=Foundation.storage, feed=Foundation.feed)
    post_message = providers.Singleton(
        PostMessage,
        at_once=Receiving.answer_at_once,
        clock=Foundation.clock,
        ids=Foundation.ids,
        open_turn=Receiving.open_turn,
        note_deadline=Receiving.note_deadline,
        wish_reminder=Receiving.wish_reminder,
        feed=Foundation.feed,
    )
    read_history = providers.Singleton(ReadHistory, storage=Foundation.storage)
    search_chats = providers.Singleton(SearchChats, storage=Foundation.storage)
    list_chats = providers.Singleton(ListChats, storage=Foundation.storage)
    open_chat = providers.Singleton(OpenChat, storage=Foundation.storage, clock=Foundation.clock, new_chat=new_chat)
    retry_answer = providers.Singleton(
        RetryAnswer, storage=Foundation.storage, clock=Foundation.clock, retry_turn=Answering.retry_turn
    )
    stop_answer = providers.Singleton(
        StopAnswer, storage=Foundation.storage, clock=Foundation.clock, bells=Receiving.bells, wakeup=Foundation.wakeup
    )
    rate_answer = providers.Singleton(RateAnswer, storage=Foundation.storage, clock=Foundation.clock)
    run_command = providers.Singleton(
        RunCommand,
        storage=Foundation.storage,
        clock=Foundation.clock,
        ids=Foundation.ids,
        answer=Receiving.answer_command,
        change_session=providers.Singleton(
            ChangeSession,
            register=Accounts.register,
            log_in=Accounts.log_in,
            log_out=Accounts.log_out,
            open_chat=open_chat,
        ),
        feed=Foundation.feed,
        wakeup=Foundation.wakeup,
    )
