"""What the commands of the command line do."""

from adapters.inbound.cli.program import UseCases
from adapters.outbound.database.auditor import SqlAuditor
from adapters.outbound.database.chain_auditor import SqlChainAuditor
from application.accounts.create_operator import CreateOperator
from application.accounts.list_people import ListPeople
from application.accounts.list_sessions import ListSessions
from application.audit.check_chain import CheckChain
from application.balance.check_balance import CheckBalance
from application.drafts.show_drafts import ShowDrafts
from application.events.list_events import ListEvents
from application.events.replay_events import ReplayEvents
from application.knowledge.search_knowledge import SearchKnowledge
from application.retention.count_old import CountOld
from application.turns.replay_turns import ReplayTurns
from configuration.container import Container
from configuration.settings import Settings
from ports.auditor import Auditor
from ports.chain_auditor import ChainAuditor


def create_use_cases(container: Container, settings: Settings) -> UseCases:
    """Those that only commands need are made here: the server's graph stays the server's."""
    storage, clock = container.storage(), container.clock()
    auditor: Auditor = SqlAuditor(settings.database_url)
    chain: ChainAuditor = SqlChainAuditor(settings.database_url)
    return UseCases(
        create_operator=CreateOperator(
            storage=storage, clock=clock, ids=container.ids(), hasher=container.hasher(), note=container.note_act()
        ),
        find_person=container.find_person(),
        list_people=ListPeople(storage=storage),
        list_sessions=ListSessions(storage=storage),
        block_person=container.block_person(),
        unblock_person=container.unblock_person(),
        export_person=container.export_person(),
        forget_person=container.forget_person(),
        stop_answering=container.stop_answering(),
        start_answering=container.start_answering(),
        show_answering=container.show_answering(),
        set_daily_limit=container.set_daily_limit(),
        show_balance=container.show_balance(),
        top_up=container.top_up(),
        set_person_limit=container.set_person_limit(),
        check_balance=CheckBalance(auditor=auditor),
        check_chain=CheckChain(auditor=chain),
        show_prompt=container.show_prompt(),
        save_prompt=container.save_prompt(),
        take_over=container.take_over(),
        hand_back=container.hand_back(),
        list_turns=container.list_turns(),
        retry_turn=container.retry_turn(),
        replay_turns=ReplayTurns(storage=storage, rules=container.rules(), writers=container.resources().model.named),
        show_drafts=ShowDrafts(storage=storage),
        approve_draft=container.approve_draft(),
        edit_draft=container.edit_draft(),
        reject_draft=container.reject_draft(),
        index_knowledge=None if settings.knowledge_dir is None else container.index_knowledge(),
        search_knowledge=SearchKnowledge(storage=storage),
        list_deadlines=container.list_deadlines(),
        review_deadline=container.review_deadline(),
        list_events=ListEvents(storage=storage),
        replay_events=ReplayEvents(storage=storage, wakeup=container.wakeup()),
        list_notifications=container.list_notifications(),
        retry_notifications=container.retry_notifications(),
        forget_old=container.forget_old(),
        count_old=CountOld(storage=storage, clock=clock, term=settings.retention),
    )
