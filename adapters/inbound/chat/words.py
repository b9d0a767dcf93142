"""What an error says to a person, in their language."""

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "ru": {
        "bad_frame": "Сообщение не по протоколу",
        "too_large": "Слишком длинное сообщение: не больше {most} знаков",
        "empty": "Пустое сообщение",
        "hello_required": "Сначала нужен hello",
        "unsupported_protocol": "Эта версия протокола не поддерживается",
        "rate_limited": "Слишком часто, подождите немного",
        "not_found": "Такого нет",
        "login_taken": "Этот логин занят",
        "invalid_login": "Логин: от 3 до 64 латинских букв, цифр и знаков . _ @ + -",
        "weak_password": "Слишком простой пароль: нужно от 8 знаков, не из числа самых частых",
        "bad_credentials": "Неверный логин или пароль",
        "blocked": "Здесь вам больше не отвечают",
        "too_many_tries": "Слишком много попыток, подождите немного",
        "unavailable": "Сейчас не получается, попробуйте чуть позже",
        "not_retryable": "Этот ответ нельзя повторить",
        "internal": "Что-то сломалось у нас, попробуйте ещё раз",
    },
    "en": {
        "bad_frame": "This frame is not of the protocol",
        "too_large": "The message is too long: at most {most} characters",
        "empty": "The message is empty",
        "hello_required": "A hello must come first",
        "unsupported_protocol": "This version of the protocol is not supported",
        "rate_limited": "Too much at once, please wait a little",
        "not_found": "There is no such thing",
        "login_taken": "This login is taken",
        "invalid_login": "A login has 3 to 64 Latin letters, digits and . _ @ + -",
        "weak_password": "The password is too simple: at least 8 characters, not one of the commonest",
        "bad_credentials": "Wrong login or password",
        "blocked": "You are not answered here any more",
        "too_many_tries": "Too many tries, please wait a little",
        "unavailable": "This does not work just now, please try again a little later",
        "not_retryable": "This answer cannot be retried",
        "internal": "Something broke on our side, please try again",
    },
}


def words(key: str, lang: str, **values: object) -> str:
    return WORDS[lang][key].format(**values)
