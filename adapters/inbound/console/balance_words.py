"""What the page of the money says."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

BALANCE: Final[Mapping[str, Pair]] = {
    "balance_title": ("Баланс", "Balance"),
    "available": ("Доступно", "Available"),
    "held_title": ("В резерве", "Held"),
    "spent_title": ("Потрачено сегодня", "Spent today"),
    "limit_title": ("Лимит на день", "Limit of a day"),
    "no_limit": ("без лимита", "no limit"),
    "answering_title": ("Ответы", "Answering"),
    "answering_on": ("Помощник отвечает", "The assistant answers"),
    "answering_off": ("Помощник молчит", "The assistant is silent"),
    "stopped_since": ("С {at}, остановил(а) {by}", "Since {at}, by {by}"),
    "stop": ("Остановить все ответы", "Stop all answering"),
    "start": ("Отвечать снова", "Answer again"),
    "stop_hint": (
        "Сразу и везде: новые вопросы останутся без ответа и без оплаты, неотправленные ответы не уйдут.",
        "At once and everywhere: questions stay unanswered and cost nothing, what is not sent yet is not sent.",
    ),
    "start_hint": (
        "Вопросы, оставшиеся без ответа за это время, так и останутся.",
        "What was left unanswered meanwhile stays so.",
    ),
    "why_stop": ("Почему (необязательно)", "Why (may be left out)"),
    "top_up": ("Пополнить", "Top up"),
    "top_up_title": ("Пополнение", "Top up"),
    "amount": ("Сумма, ₽", "Amount, ₽"),
    "reason": ("Основание", "Reason"),
    "reason_hint": ("например, счёт 17", "such as invoice 17"),
    "limit_hint": ("Пусто — без лимита", "Empty: no limit"),
    "save": ("Сохранить", "Save"),
    "spending_title": ("Расходы за 30 дней, ₽", "Spent in 30 days, ₽"),
    "spending_table": ("Те же числа таблицей", "The same figures as a table"),
    "day": ("День", "Day"),
    "total": ("Всего", "Total"),
    "spent_vk_comments": ("Комментарии VK", "VK comments"),
    "spent_vk_messages": ("Сообщения VK", "VK messages"),
    "spent_site": ("Сайт", "Site"),
    "spent_other": ("Прочее", "Other"),
    "holds_title": ("Открытые резервы", "Open holds"),
    "no_entries": ("Операций ещё не было.", "Nothing has been booked yet."),
    "no_spending": ("Ничего не потрачено.", "Nothing was spent."),
    "no_holds": ("Сейчас ничего не зарезервировано.", "Nothing is held now."),
    "ledger_title": ("Операции", "Ledger"),
    "when": ("Когда", "When"),
    "what": ("Что", "What"),
    "author": ("Кто", "Who"),
    "entry_starting": ("Начальный баланс", "Starting balance"),
    "entry_top_up": ("Пополнение", "Top-up"),
    "entry_capture": ("Ответ", "Answer"),
    "entry_gift": ("Подарок", "Gift"),
    "entry_written_off": ("Списание", "Written off"),
}
