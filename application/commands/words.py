"""What the answers to commands say, in the person's language."""

from collections.abc import Mapping
from typing import Final

from domain.balance import Payer
from domain.channel import Channel
from domain.command import SITE_ONLY, CommandName

MOMENTS: Final = {"ru": "%d.%m.%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
"""How a moment is written."""

HELP: Final[Mapping[str, Mapping[CommandName, str]]] = {
    "ru": {
        CommandName.HELP: "/help: эта подсказка",
        CommandName.REGISTER: "/register логин пароль: завести учётную запись",
        CommandName.LOGIN: "/login логин пароль: войти",
        CommandName.LOGOUT: "/logout: выйти",
        CommandName.BALANCE: "/balance: сколько ответов осталось на сегодня",
        CommandName.DEADLINES: "/deadlines: сроки из этого разговора",
        CommandName.NEW: "/new: начать новый разговор",
        CommandName.OPERATOR: "/operator: позвать человека",
    },
    "en": {
        CommandName.HELP: "/help: this list",
        CommandName.REGISTER: "/register login password: make an account",
        CommandName.LOGIN: "/login login password: sign in",
        CommandName.LOGOUT: "/logout: sign out",
        CommandName.BALANCE: "/balance: how many answers are left today",
        CommandName.DEADLINES: "/deadlines: the deadlines of this conversation",
        CommandName.NEW: "/new: begin a new conversation",
        CommandName.OPERATOR: "/operator: ask for a person",
    },
}

OF_ACCOUNTS: Final[Mapping[str, Mapping[CommandName, str]]] = {
    "ru": {CommandName.BALANCE: "/balance: ваш счёт, последние операции и сколько ответов осталось на сегодня"},
    "en": {CommandName.BALANCE: "/balance: your account, its latest entries and how many answers are left today"},
}
"""What is said otherwise where everybody pays for themselves."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "help": "Что я понимаю кроме вопросов:",
        "unknown": "Команды /{word} я не знаю. Вот те, что знаю:",
        "elsewhere": "Здесь это не нужно: учётные записи и разговоры есть в чате на сайте, /{word} работает там.",
        "never_here": "Не пишите сюда пароль: в истории VK его увижу не только я. Лучше удалите это сообщение.",
        "left": "На сегодня осталось ответов: {left}.",
        "unlimited": "Число ответов на день не ограничено.",
        "deadlines": "Сроки из этого разговора (время: {zone}):",
        "no_deadlines": "В этом разговоре сроков нет.",
        "deadline": "{at}, «{quote}»",
        "deadline_past": "{at}, «{quote}» (уже прошёл)",
        "reminder": "Напоминаю о сроке {at} (время: {zone}): «{quote}», осталось {left}",
        "left_days": "{n} дн.",
        "left_hours": "{n} ч",
        "left_minutes": "{n} мин",
        "left_moment": "меньше минуты",
        "operator": "Передал. Ответят здесь же, как только смогут; а пока можете спрашивать меня.",
        "needs_password": "Нужны логин и пароль через пробел: /{word} логин пароль",
        "registered": "Готово: вы вошли как {login}. Этот разговор теперь ваш на любом устройстве.",
        "signed_in": "Вы вошли как {login}.",
        "signed_out": "Вы вышли.",
        "new": "Начат новый разговор. Этот остался в истории.",
        "login_taken": "Этот логин занят.",
        "already_in": "Вы уже вошли. Сначала выйдите: /logout",
        "invalid_login": "Логин: от 3 до 64 латинских букв, цифр и знаков . _ @ + -",
        "weak_password": "Слишком простой пароль: нужно от 8 до 128 знаков, не из числа самых частых.",
        "blocked": "Здесь вам больше не отвечают.",
        "too_many_tries": "Слишком много попыток, подождите немного.",
        "bad_credentials": "Неверный логин или пароль.",
    },
    "en": {
        "help": "What I understand besides questions:",
        "unknown": "I do not know the command /{word}. These I know:",
        "elsewhere": "Not needed here: accounts and conversations are in the chat on the site, /{word} works there.",
        "never_here": "Do not write a password here: VK's history shows it to others too. Better delete the message.",
        "left": "Answers left today: {left}.",
        "unlimited": "There is no limit of answers a day.",
        "deadlines": "Deadlines of this conversation (time: {zone}):",
        "no_deadlines": "There are no deadlines in this conversation.",
        "deadline": "{at}, “{quote}”",
        "deadline_past": "{at}, “{quote}” (past)",
        "reminder": "A reminder of the deadline {at} (time: {zone}): “{quote}”, {left} left",
        "left_days": "{n} d",
        "left_hours": "{n} h",
        "left_minutes": "{n} min",
        "left_moment": "less than a minute",
        "operator": "Passed on. Somebody will answer here as soon as they can; meanwhile you can go on asking me.",
        "needs_password": "A login and a password are needed, with a blank between: /{word} login password",
        "registered": "Done: you are signed in as {login}. This conversation is yours on any device now.",
        "signed_in": "You are signed in as {login}.",
        "signed_out": "You are signed out.",
        "new": "A new conversation has begun. This one is kept in the history.",
        "login_taken": "This login is taken.",
        "already_in": "You are signed in already. Sign out first: /logout",
        "invalid_login": "A login has 3 to 64 Latin letters, digits and . _ @ + -",
        "weak_password": "The password is too simple: 8 to 128 characters, not one of the commonest.",
        "blocked": "You are not answered here any more.",
        "too_many_tries": "Too many tries, please wait a little.",
        "bad_credentials": "Wrong login or password.",
    },
}


def words(key: str, lang: str, **values: object) -> str:
    return WORDS[lang][key].format(**values)


def known_commands(lang: str, channel: Channel, payer: Payer) -> str:
    """A line for each command that works there."""
    lines = {**HELP[lang], **(OF_ACCOUNTS[lang] if payer is Payer.PERSON else {})}.items()
    return "\n".join(line for name, line in lines if not (channel.is_vk and name in SITE_ONLY))
