"""What ``otklik init`` says, in both languages."""

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "ru": {
        "begin": "Пять вопросов; пустой ответ — значение в скобках или «нет».",
        "exists": "Файл .env уже есть. Изменить его? Остальные строки останутся",
        "VK_GROUP_ID": "1/5 Номер сообщества ВКонтакте (пусто: без ВКонтакте)",
        "VK_ACCESS_TOKEN": "2/5 Ключ сообщества с правами на сообщения, стену и управление (не виден при вводе)",
        "OPENAI_BASE_URL": "3/5 Адрес модели, совместимой с OpenAI",
        "OPENAI_API_KEY": "4/5 Ключ модели (не виден при вводе)",
        "DATABASE_URL": "5/5 База: адрес mysql://… или файл (не виден при вводе)",
        "unprintable": "одна строка печатных знаков",
        "done": "Записано в {file}.",
        "next": "Дальше: otklik doctor, затем otklik serve.",
        "next_vk": (
            "Дальше: otklik migrate, otklik doctor, otklik serve — и, пока он работает, "
            "otklik vk setup --url https://ваш.сайт."
        ),
    },
    "en": {
        "begin": "Five questions; an empty answer is the value in brackets, or none.",
        "exists": "There is an .env already. Change it? Its other lines stay",
        "VK_GROUP_ID": "1/5 Number of the VK community (empty: without VK)",
        "VK_ACCESS_TOKEN": "2/5 The community's token with the rights messages, wall, manage (not shown)",
        "OPENAI_BASE_URL": "3/5 Address of an OpenAI-compatible model",
        "OPENAI_API_KEY": "4/5 Key of the model (not shown)",
        "DATABASE_URL": "5/5 Database: an address mysql://… or a file (not shown)",
        "unprintable": "one line of printable characters",
        "done": "Written to {file}.",
        "next": "Next: otklik doctor, then otklik serve.",
        "next_vk": (
            "Next: otklik migrate, otklik doctor, otklik serve, and while it runs "
            "otklik vk setup --url https://your.site."
        ),
    },
}


def words(key: str, lang: str, **values: object) -> str:
    return WORDS[lang][key].format(**values)
