"""What the owner corrects while it works."""

from dependency_injector import providers

from application.audit.seal_overlooked import SealOverlooked
from application.audit.seal_records import SealRecords
from application.prompts.check_prompts import CheckPrompts
from application.prompts.list_questions import ListQuestions
from application.prompts.preview_prompt import PreviewPrompt
from application.prompts.save_prompt import SavePrompt
from application.prompts.show_prompt import ShowPrompt
from configuration.graph.answering import Answering
from configuration.graph.foundation import Foundation
from configuration.graph.talking import Talking


class Managing(Talking):
    """What the owner corrects while it works."""

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
