"""What the owner corrects while it works, on the pages of the console and by commands."""

from dependency_injector import providers

from application.accounts.block_person import BlockPerson
from application.accounts.find_person import FindPerson
from application.accounts.unblock_person import UnblockPerson
from application.audit.seal_overlooked import SealOverlooked
from application.audit.seal_records import SealRecords
from application.balance.set_person_limit import SetPersonLimit
from application.deadlines.review_deadline import ReviewDeadline
from application.drafts.approve_draft import ApproveDraft
from application.drafts.edit_draft import EditDraft
from application.drafts.reject_draft import RejectDraft
from application.list_notifications import ListNotifications
from application.prompts.check_prompts import CheckPrompts
from application.prompts.list_questions import ListQuestions
from application.prompts.preview_prompt import PreviewPrompt
from application.prompts.save_prompt import SavePrompt
from application.prompts.show_prompt import ShowPrompt
from application.retry_notifications import RetryNotifications
from application.turns.dismiss_turn import DismissTurn
from configuration.graph.accounts import Accounts
from configuration.graph.answering import Answering
from configuration.graph.foundation import Foundation
from configuration.graph.receiving import Receiving
from configuration.graph.talking import Talking


class Managing(Talking):
    """What the owner corrects while it works, on the pages of the console and by commands."""

    seal_records = providers.Singleton(SealRecords, storage=Foundation.storage, clock=Foundation.clock)
    seal_overlooked = providers.Singleton(SealOverlooked, storage=Foundation.storage, seal=seal_records)
    check_prompts = providers.Singleton(CheckPrompts, storage=Foundation.storage, secrets=Foundation.secrets)
    show_prompt = providers.Singleton(ShowPrompt, storage=Foundation.storage, files=Foundation.prompts)
    save_prompt = providers.Singleton(
        SavePrompt,
        storage=Foundation.storage,
        files=Foundation.prompts,
        clock=Foundation.clock,
        log=Foundation.log,
        secrets=Foundation.secrets,
        note=Foundation.note_act,
    )
    list_questions = providers.Singleton(ListQuestions, storage=Foundation.storage)
    preview_prompt = providers.Singleton(
        PreviewPrompt,
        storage=Foundation.storage,
        gather_context=Answering.gather_context,
        writer=Foundation.writer,
        throttle=Foundation.throttle,
        log=Foundation.log,
        secrets=Foundation.secrets,
    )

    find_person = providers.Singleton(FindPerson, storage=Foundation.storage)
    block_person = providers.Singleton(
        BlockPerson,
        storage=Foundation.storage,
        clock=Foundation.clock,
        end_sessions=Accounts.end_sessions,
        note=Foundation.note_act,
    )
    unblock_person = providers.Singleton(UnblockPerson, storage=Foundation.storage, note=Foundation.note_act)
    set_person_limit = providers.Singleton(
        SetPersonLimit,
        storage=Foundation.storage,
        clock=Foundation.clock,
        log=Foundation.log,
        note=Foundation.note_act,
    )
    approve_draft = providers.Singleton(
        ApproveDraft,
        storage=Foundation.storage,
        wakeup=Foundation.wakeup,
        log=Foundation.log,
        note=Foundation.note_act,
    )
    edit_draft = providers.Singleton(
        EditDraft, storage=Foundation.storage, log=Foundation.log, note=Foundation.note_act
    )
    reject_draft = providers.Singleton(
        RejectDraft,
        storage=Foundation.storage,
        give_up=Receiving.give_up,
        log=Foundation.log,
        note=Foundation.note_act,
    )
    dismiss_turn = providers.Singleton(
        DismissTurn,
        storage=Foundation.storage,
        give_up=Receiving.give_up,
        log=Foundation.log,
        note=Foundation.note_act,
    )
    review_deadline = providers.Singleton(
        ReviewDeadline, storage=Foundation.storage, clock=Foundation.clock, note=Foundation.note_act
    )
    list_notifications = providers.Singleton(ListNotifications, storage=Foundation.storage)
    retry_notifications = providers.Singleton(RetryNotifications, storage=Foundation.storage, wakeup=Foundation.wakeup)
