"""What the page of a conversation says."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

CONVERSATION: Final[Mapping[str, Pair]] = {
    "thread": ("Сообщения", "Messages"),
    "all_conversations": ("Все разговоры", "All conversations"),
    "in_vk": ("Открыть в VK", "Open in VK"),
    "no_text": ("Текста больше нет", "The text is gone"),
    "answer_label": ("Ваш ответ", "Your answer"),
    "answer_send": ("Отправить", "Send"),
    "answer_vk": (
        "Ответ появится в VK от имени сообщества. Помощник здесь замолчит, пока вы не вернёте ему разговор.",
        "The answer appears in VK on behalf of the community. The assistant falls silent here until you hand back.",
    ),
    "answer_site": (
        "Посетитель увидит ответ сразу. Помощник здесь замолчит, пока вы не вернёте ему разговор.",
        "The visitor sees it at once. The assistant falls silent here until you hand back.",
    ),
    "sending": ("Отправляется…", "Being sent…"),
    "who_answers": ("Кто отвечает", "Who answers"),
    "assistant_answers": ("Отвечает помощник.", "The assistant answers."),
    "person_answers": (
        "Отвечает человек ({by}). Помощник молчит до {until}.",
        "A person answers ({by}). The assistant is silent until {until}.",
    ),
    "person_wanted": ("Здесь зовут человека с {since}.", "Somebody asks for a person since {since}."),
    "take_over": ("Взять разговор себе", "Take over"),
    "prolong": ("Продлить", "Prolong"),
    "hand_back": ("Вернуть помощнику", "Hand back"),
    "dealt_with": ("Уже не нужно", "Not needed any more"),
    "in_vk_itself": ("в самом VK", "in VK itself"),
    "people": ("Собеседники", "People"),
    "block": ("Заблокировать", "Block"),
    "unblock": ("Разблокировать", "Unblock"),
    "block_confirm": (
        "Помощник больше не будет отвечать этому человеку нигде. Заблокировать?",
        "The assistant will answer this person nowhere any more. Block?",
    ),
    "is_blocked": ("Заблокирован с {since}", "Blocked since {since}"),
    "turn_more": ("подробнее", "details"),
    "price": ("{amount} ₽", "{amount} ₽"),
    "tokens": ("{count} токенов", "{count} tokens"),
    "retry": ("Попробовать снова", "Try again"),
    "retry_unconfirmed": ("Отправить ещё раз", "Send once more"),
    "retry_confirm": (
        "Возможно, VK уже показал этот ответ, и он появится дважды. Отправить?",
        "VK may have shown this answer already, and it may appear twice. Send?",
    ),
    "dismiss": ("Оставить без ответа", "Let it be"),
    "dismiss_confirm": ("Ответа не будет. Так и оставить?", "There will be no answer. Let it be?"),
    "draft_title": ("Черновик ответа ждёт вашего решения", "A draft waits for your decision"),
    "draft_label": ("Текст ответа", "Text of the answer"),
    "draft_approve": ("Отправить", "Send"),
    "draft_reject": ("Не отвечать", "Do not answer"),
    "shadow_title": ("Помощник ответил бы так", "The assistant would have said"),
    "delivery_state": ("Часть {part}: {state}", "Part {part}: {state}"),
    "delivery_pending": ("в пути", "on its way"),
    "delivery_sent": ("отправлена", "sent"),
    "delivery_unconfirmed": ("не подтверждена", "unconfirmed"),
    "delivery_refused": ("VK отказал", "VK refused"),
}

STATES: Final[Mapping[str, Pair]] = {
    "state_owed": ("В очереди", "Waiting"),
    "state_funded": ("Готовится", "Preparing"),
    "state_writing": ("Пишется", "Being written"),
    "state_written": ("Написан", "Written"),
    "state_sent": ("Отправлен", "Sent"),
    "state_settled": ("Отвечено", "Answered"),
    "state_declined": ("Без ответа", "Declined"),
    "state_stopped": ("Остановлен", "Stopped"),
    "state_failed": ("Не удалось", "Failed"),
    "reason_balance_exhausted": ("на балансе нет денег", "the balance is empty"),
    "reason_daily_limit_reached": ("исчерпан дневной предел", "the daily limit is reached"),
    "reason_answers_exhausted": (
        "у человека кончились ответы на сегодня",
        "the person has no answers left today",
    ),
    "reason_blocked": ("человек заблокирован", "the person is blocked"),
    "reason_operator_here": ("отвечал человек", "a person was answering"),
    "reason_stopped_by_owner": ("ответы остановлены владельцем", "the owner has stopped all answering"),
    "reason_stopped_by_person": ("остановил собеседник", "stopped by the person"),
    "reason_model_failed": ("модель не ответила", "the model did not answer"),
    "reason_model_refused": ("модель отказалась отвечать", "the model refused to answer"),
    "reason_answer_cut": ("модель оборвала ответ", "the model broke off"),
    "reason_delivery_refused": ("VK не принял ответ", "VK did not take the answer"),
    "reason_delivery_unconfirmed": ("неизвестно, дошёл ли ответ до VK", "nobody knows whether VK has the answer"),
    "reason_awaits_approval": ("ждёт одобрения", "waits for approval"),
    "reason_rejected": ("черновик отклонён", "the draft was rejected"),
    "reason_shadow": ("только для просмотра", "only to be looked at"),
    "reason_quiet_hours": ("ждёт конца тихих часов", "waits for the end of the quiet hours"),
    "reason_dismissed": ("решено не отвечать", "it was decided not to answer"),
    "reason_forgotten": ("слова уже забыты", "the words are forgotten by now"),
}
"""Of turns, with the reasons of their ends (domain.turn.Reason)."""
