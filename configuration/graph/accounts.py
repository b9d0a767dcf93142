"""Accounts of the site's visitors and their sessions."""

from dependency_injector import providers

from application.accounts.change_password import ChangePassword
from application.accounts.close_ended_sessions import CloseEndedSessions
from application.accounts.count_tries import CountTries
from application.accounts.end_sessions import EndSessions
from application.accounts.erase_me import EraseMe
from application.accounts.expire_sessions import ExpireSessions
from application.accounts.export_person import ExportPerson
from application.accounts.finish_erasures import FinishErasures
from application.accounts.forget_person import ForgetPerson
from application.accounts.log_in import LogIn
from application.accounts.log_out import LogOut
from application.accounts.log_out_everywhere import LogOutEverywhere
from application.accounts.prove_password import ProvePassword
from application.accounts.register import Register
from application.accounts.sign_in import SignIn
from application.balance.close_account import CloseAccount
from application.retention.forget_old import ForgetOld
from configuration.graph.answering import Answering
from configuration.graph.foundation import Foundation
from configuration.graph.receiving import Receiving


class Accounts(Answering):
    """Accounts of the site's visitors and their sessions."""

    sign_in = providers.Singleton(SignIn, feed=Foundation.feed)
    end_sessions = providers.Singleton(EndSessions, clock=Foundation.clock, feed=Foundation.feed)
    tries = providers.Singleton(CountTries, throttle=Foundation.throttle)
    prove = providers.Singleton(ProvePassword, storage=Foundation.storage, hasher=Foundation.hasher, tries=tries)
    register = providers.Singleton(
        Register,
        storage=Foundation.storage,
        hasher=Foundation.hasher,
        randomness=Foundation.randomness,
        sign_in=sign_in,
    )
    log_in = providers.Singleton(
        LogIn,
        storage=Foundation.storage,
        hasher=Foundation.hasher,
        randomness=Foundation.randomness,
        sign_in=sign_in,
        tries=tries,
    )
    log_out = providers.Singleton(LogOut, storage=Foundation.storage, clock=Foundation.clock, feed=Foundation.feed)
    log_out_everywhere = providers.Singleton(LogOutEverywhere, storage=Foundation.storage, end_sessions=end_sessions)
    change_password = providers.Singleton(
        ChangePassword,
        storage=Foundation.storage,
        hasher=Foundation.hasher,
        randomness=Foundation.randomness,
        prove=prove,
        sign_in=sign_in,
        end_sessions=end_sessions,
    )
    export_person = providers.Singleton(ExportPerson, storage=Foundation.storage, clock=Foundation.clock)
    forget_person = providers.Singleton(
        ForgetPerson,
        storage=Foundation.storage,
        clock=Foundation.clock,
        end_sessions=end_sessions,
        withdraw=Receiving.withdraw_deadline,
        note=Foundation.note_act,
        close_account=providers.Singleton(CloseAccount, clock=Foundation.clock, ids=Foundation.ids),
    )
    erase_me = providers.Singleton(EraseMe, storage=Foundation.storage, prove=prove, forget=forget_person)
    expire_sessions = providers.Singleton(
        ExpireSessions, storage=Foundation.storage, clock=Foundation.clock, end_sessions=end_sessions
    )
    close_ended_sessions = providers.Singleton(
        CloseEndedSessions, storage=Foundation.storage, feed=Foundation.feed, end_sessions=end_sessions
    )
    finish_erasures = providers.Singleton(
        FinishErasures, storage=Foundation.storage, clock=Foundation.clock, forget=forget_person
    )
    forget_old = providers.Singleton(
        ForgetOld,
        storage=Foundation.storage,
        clock=Foundation.clock,
        log=Foundation.log,
        owner=Foundation.resources.provided.owner,
        lease=Foundation.lease,
        term=Foundation.settings.provided.retention,
    )
