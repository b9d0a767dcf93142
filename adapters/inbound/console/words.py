"""What the console's frame says in Russian and English; each page adds words of its own."""

from collections.abc import Iterator, Mapping
from typing import Final

Pair = tuple[str, str]
"""In Russian and in English."""

LANGUAGES: Final = ("ru", "en")

FRAME: Final[Mapping[str, Pair]] = {
    "product": ("Отклик", "Otklik"),
    "skip": ("К содержанию", "Skip to the content"),
    "navigation": ("Разделы", "Sections"),
    "inbox": ("Разговоры", "Inbox"),
    "turns": ("Ответы", "Turns"),
    "balance": ("Баланс", "Balance"),
    "prompts": ("Подсказки", "Prompts"),
    "deadlines": ("Сроки", "Deadlines"),
    "notifications": ("Уведомления", "Notifications"),
    "audit": ("Журнал", "Audit"),
    "health": ("Состояние", "Health"),
    "other_language": ("English", "Русский"),
    "sign_in": ("Войти", "Sign in"),
    "sign_in_title": ("Вход для операторов", "Operators sign in"),
    "sign_in_lead": (
        "Учётную запись создаёт владелец: otklik people create-operator ЛОГИН",
        "The owner makes an account: otklik people create-operator LOGIN",
    ),
    "login": ("Логин", "Login"),
    "password": ("Пароль", "Password"),
    "sign_out": ("Выйти", "Sign out"),
    "bad_credentials": ("Логин или пароль не подходят", "The login or the password is wrong"),
    "blocked_operator": ("Эта учётная запись заблокирована", "This account is blocked"),
    "too_many_tries": (
        "Слишком много попыток. Подождите {seconds} с и попробуйте снова",
        "Too many tries. Wait {seconds} s and try again",
    ),
    "proof_title": ("Подтвердите, что это вы", "Show that it is you"),
    "proof_lead": (
        "Вы вошли давно, а это меняет деньги или ответы помощника. Введите пароль ещё раз.",
        "You signed in long ago, and this changes money or what the assistant says. Type your password once more.",
    ),
    "proof_go_on": ("Продолжить", "Go on"),
    "bad_proof": ("Пароль не подходит", "The password is wrong"),
    "not_found_title": ("Такого нет", "There is no such thing"),
    "not_found": ("Возможно, это удалили, или адрес набран с ошибкой.", "It may be gone, or the address is mistyped."),
    "not_possible_title": ("Так сделать нельзя", "This cannot be done"),
    "not_possible": (
        "Пока вы смотрели, здесь что-то изменилось. Вернитесь и посмотрите ещё раз.",
        "Something has changed while you were looking. Go back and look again.",
    ),
    "invalid_title": ("В форме ошибка", "There is a mistake in the form"),
    "unavailable_title": ("База данных не отвечает", "The database does not answer"),
    "unavailable": (
        "Ничего не потеряно. Попробуйте через минуту.",
        "Nothing is lost. Try again in a minute.",
    ),
    "foreign_title": ("Запрос не с этой страницы", "The request is not from this page"),
    "foreign": (
        "Форму отправил другой сайт, поэтому ничего не сделано.",
        "Another site has sent the form, so nothing was done.",
    ),
    "back": ("Назад", "Back"),
    "live_on": ("Обновляется само", "Live"),
    "live_off": ("Нет связи, переподключаемся…", "No connection, trying again…"),
}


class Words(Mapping[str, str]):
    """The words of one language."""

    def __init__(self, lang: str, pairs: Mapping[str, Pair]) -> None:
        self.lang = lang
        self._pairs = pairs
        self._index = LANGUAGES.index(lang)

    def __getitem__(self, key: str) -> str:
        return self._pairs[key][self._index]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def say(self, key: str, **values: object) -> str:
        """``{name}`` in the words stands for a value."""
        return self[key].format(**values)


def pick_language(chosen: str | None, accepted: str) -> str:
    """
    What was chosen, or else the first of ours in an ``Accept-Language``; Russian when it names neither.

    The order in the header is believed: browsers write the best first.
    """
    if chosen in LANGUAGES:
        return chosen
    tags = (tag.split(";")[0].strip().lower()[:2] for tag in accepted.split(","))
    return next((tag for tag in tags if tag in LANGUAGES), "ru")
