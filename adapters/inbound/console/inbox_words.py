"""What the inbox says, and the names of channels, people and states that other pages share."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

INBOX: Final[Mapping[str, Pair]] = {
    "inbox_title": ("Разговоры", "Inbox"),
    "filter_label": ("Какие разговоры показать", "Which conversations to show"),
    "filter_all": ("Все", "All"),
    "filter_needs_person": ("Ждут человека", "Need a person"),
    "filter_failed": ("Не удались", "Failed"),
    "filter_declined": ("Без ответа", "Declined"),
    "filter_today": ("Сегодня", "Today"),
    "search": ("Поиск", "Search"),
    "search_label": ("Искать в сообщениях", "Search the messages"),
    "found_for": ("Найдено по запросу «{text}»: {count}", "Found for “{text}”: {count}"),
    "inbox_empty": ("Здесь пока пусто.", "Nothing here yet."),
    "older": ("Показать более ранние", "Show earlier ones"),
    "channel_vk_post": ("Запись в VK", "VK post"),
    "channel_vk_comment": ("Комментарии VK", "VK comments"),
    "channel_vk_message": ("Сообщения VK", "VK messages"),
    "channel_site_chat": ("Чат на сайте", "Site chat"),
    "person_guest": ("Гость сайта", "A guest of the site"),
    "person_vk": ("VK id{id}", "VK id{id}"),
    "person_erased": ("Удалённый пользователь", "Erased user"),
    "person_community": ("Сообщество", "The community"),
    "author_assistant": ("Помощник", "Assistant"),
    "author_operator": ("Оператор", "Operator"),
    "author_system": ("Система", "System"),
    "you_said": ("{author}: {text}", "{author}: {text}"),
    "tag_wanted": ("Зовёт человека", "Asks for a person"),
    "tag_draft": ("Черновик ждёт", "Draft waits"),
    "tag_taken": ("Отвечает человек", "A person answers"),
    "tag_failed": ("Не удалось", "Failed"),
    "tag_declined": ("Без ответа", "Declined"),
    "tag_stopped": ("Остановлен", "Stopped"),
    "tag_running": ("Отвечаем", "Answering"),
    "tag_settled": ("Отвечено", "Answered"),
    "tag_blocked": ("Заблокирован", "Blocked"),
}
