"""What the page of the prompts says."""

from collections.abc import Mapping
from typing import Final

from adapters.inbound.console.words import Pair

PROMPTS: Final[Mapping[str, Pair]] = {
    "prompts_title": ("Подсказки помощнику", "Prompts"),
    "prompts_which": ("Где отвечает помощник", "Where the assistant answers"),
    "prompt_vk_post": ("Записи VK", "VK posts"),
    "prompt_vk_comment": ("Комментарии VK", "VK comments"),
    "prompt_vk_message": ("Сообщения VK", "VK messages"),
    "prompt_site_chat": ("Чат на сайте", "Site chat"),
    "prompt_counts": ("Сейчас действует:", "What counts now:"),
    "prompt_file": ("текст из файла", "the file's text"),
    "prompt_version": ("версия {n}", "version {n}"),
    "prompt_text": ("Текст", "Text"),
    "prompt_note": ("Что изменилось (необязательно)", "What has changed (may be left out)"),
    "prompt_save": ("Сохранить и применить", "Save and apply"),
    "prompt_try": ("Попробовать", "Try it"),
    "prompt_question": ("Прошлый вопрос", "A past question"),
    "prompt_no_question": (
        "Здесь ещё не отвечали на вопросы: попробовать не на чем.",
        "Nothing was answered here yet: there is nothing to try it on.",
    ),
    "prompt_try_hint": (
        "Модель спросят один раз. Ничего не отправится и не спишется с баланса.",
        "The model is asked once. Nothing is sent, nothing is taken from the balance.",
    ),
    "prompt_tried_title": ("Проба", "The try"),
    "prompt_asked": ("Вопрос", "Question"),
    "prompt_then": ("Ответ тогда", "The answer then"),
    "prompt_now": ("Ответ с этим текстом", "The answer with this text"),
    "prompt_tokens": (
        "{model}: прочитано {read}, написано {wrote} токенов",
        "{model}: read {read}, wrote {wrote} tokens",
    ),
    "prompt_unusable": ("Этот текст нельзя использовать: {reason}", "This text cannot be used: {reason}"),
    "prompt_stale": (
        "Пока вы писали, сохранили версию {n}. Посмотрите её ниже; ваш текст остался в форме.",
        "Version {n} was saved while you wrote. Look at it below; your text is still in the form.",
    ),
    "prompt_model_away": ("Модель не ответила. Попробуйте ещё раз.", "The model did not answer. Try again."),
    "prompt_history": ("История", "History"),
    "prompt_restore": ("Вернуть", "Return to it"),
}
