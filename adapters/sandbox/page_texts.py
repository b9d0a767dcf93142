"""Every word of the sandbox's page, in both languages. Keys are the placeholders of the template."""

from types import MappingProxyType

DEFAULT_LANGUAGE = "ru"

_RU = {
    "title": "Песочница: ненастоящий VK",
    "badge": "Песочница",
    "heading": "Ненастоящий VK",
    "lead": "Это не VK. Всё, что вы напишете, останется в памяти этой программы и пропадёт, когда её остановят. "
    "Оставьте комментарий или сообщение — ответ ассистента появится здесь же.",
    "person": "Вы пишете как",
    "nav": "Разделы",
    "nav_wall": "Стена",
    "nav_dialog": "Сообщения",
    "nav_journal": "Журнал",
    "site_chat": "Чат на сайте",
    "wall": "Стена сообщества",
    "new_post": "Новая запись",
    "post_placeholder": "Что нового?",
    "post_author": "От имени",
    "author_community": "сообщества",
    "author_person": "выбранного человека",
    "publish": "Опубликовать",
    "comment_placeholder": "Комментарий…",
    "reply": "Ответить",
    "replying": "В ответ:",
    "cancel_reply": "Отменить ответ",
    "send": "Отправить",
    "community_mark": "сообщество",
    "dialog": "Сообщения сообществу",
    "dialog_empty": "Здесь пока пусто. Спросите о чём-нибудь.",
    "dialog_placeholder": "Сообщение…",
    "typing": "печатает…",
    "journal": "Что происходит между VK и ассистентом",
    "journal_empty": "Пока ничего не происходило.",
    "event": "событие",
    "call": "вызов",
    "attempts": "попыток: ",
    "error": "ошибка ",
    "done": "выполнен",
    "state_pending": "доставляется…",
    "state_delivered": "доставлено",
    "state_lost": "не доставлено",
    "state_suppressed": "не отправлено по сценарию",
    "state_removed": "получатель отказался",
    "no_callback": "События никуда не отправляются: адрес получателя не задан.",
    "offline": "Песочница не отвечает. Пробуем снова…",
    "failed": "Не получилось отправить. Попробуйте ещё раз.",
    "no_script": "Странице нужен JavaScript: она показывает новые комментарии сама.",
    "other_language": "English",
    "other_language_code": "en",
}
_EN = {
    "title": "Sandbox: not the real VK",
    "badge": "Sandbox",
    "heading": "Not the real VK",
    "lead": "This is not VK. What you write stays in the memory of this program and is gone when it stops. "
    "Leave a comment or a message: the assistant's answer appears right here.",
    "person": "You write as",
    "nav": "Sections",
    "nav_wall": "Wall",
    "nav_dialog": "Messages",
    "nav_journal": "Journal",
    "site_chat": "Chat on the site",
    "wall": "Community wall",
    "new_post": "New post",
    "post_placeholder": "What is new?",
    "post_author": "On behalf of",
    "author_community": "the community",
    "author_person": "the chosen person",
    "publish": "Publish",
    "comment_placeholder": "Comment…",
    "reply": "Reply",
    "replying": "In reply to:",
    "cancel_reply": "Cancel the reply",
    "send": "Send",
    "community_mark": "community",
    "dialog": "Messages to the community",
    "dialog_empty": "Nothing here yet. Ask something.",
    "dialog_placeholder": "Message…",
    "typing": "is typing…",
    "journal": "What passes between VK and the assistant",
    "journal_empty": "Nothing has happened yet.",
    "event": "event",
    "call": "call",
    "attempts": "attempts: ",
    "error": "error ",
    "done": "done",
    "state_pending": "being delivered…",
    "state_delivered": "delivered",
    "state_lost": "not delivered",
    "state_suppressed": "held back by the script",
    "state_removed": "refused by the receiver",
    "no_callback": "Events go nowhere: no receiver is set.",
    "offline": "The sandbox does not answer. Trying again…",
    "failed": "Could not send. Please try again.",
    "no_script": "This page needs JavaScript: it shows new comments by itself.",
    "other_language": "Русский",
    "other_language_code": "ru",
}
TEXTS = MappingProxyType({"ru": MappingProxyType(_RU), "en": MappingProxyType(_EN)})


def choose_language(asked: str | None, accept_language: str) -> str:
    """`asked` when it is one of ours, else the most wanted of Accept-Language, else Russian."""
    if asked in TEXTS:
        return str(asked)
    wanted = sorted(accept_language.split(","), key=_weight, reverse=True)
    ours = (item.split(";")[0].strip().split("-")[0].lower() for item in wanted)
    return next((language for language in ours if language in TEXTS), DEFAULT_LANGUAGE)


def _weight(item: str) -> float:
    _, _, quality = item.partition(";q=")
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0
