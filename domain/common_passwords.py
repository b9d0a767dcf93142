"""
Passwords that are guessed first.

Not one of the published lists: their heads are words, words with digits behind them, walks over a keyboard, dates,
and repetitions, so a few hundred words and four rules refuse what stands there, and much that stands further down.
"""

from typing import Final

_WORDS: Final = frozenset(
    """
    password passw0rd passwort passport letmein welcome iloveyou loveyou lovely sunshine princess football baseball
    basketball superman batman spiderman ironman starwars startrek pokemon whatever trustno dragon monkey shadow
    master michael michelle jennifer jessica jordan charlie ashley daniel andrew anthony matthew joshua jonathan
    christian samantha elizabeth victoria alexander alexandra nicholas natasha vladimir tatyana sergey andrey dmitry
    maksim nikita svetlana ekaterina anastasia marina kristina computer internet samsung google facebook yandex
    vkontakte windows microsoft linux ubuntu oracle toyota mercedes ferrari porsche corvette mustang harley
    liverpool arsenal chelsea barcelona realmadrid juventus manchester spartak zenit dinamo lokomotiv hockey soccer
    summer winter spring autumn january february october november december monday friday sunday
    cheese chocolate cookie banana orange butterfly flower rainbow diamond silver golden purple yellow
    secret admin administrator root user login guest test tester testtest demo default changeme qwerty qwertyuiop
    azerty qwertz asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc access matrix freedom forever jesus heaven angel
    blessed killer hunter ranger soldier warrior phoenix thunder lightning marlboro metallica nirvana slipknot
    creative midnight mountain scorpion dolphin elephant tinkerbell snowball peanut pepper ginger maggie bailey
    hannah nicole amanda patrick steven richard robert thomas william george thunderbird einstein napoleon
    пароль любовь привет солнце наташа максим никита марина светлана екатерина анастасия александр владимир андрей
    сергей дмитрий кристина красота счастье россия москва спартак зенит динамо локомотив футбол хоккей йцукен
    йцукенг йцукенгш фывапролд ячсмить админ администратор секрет доступ работа
    parol lubov privet solnce krasota schastie rossiya moskva krasotka zaychik kotenok solnyshko lapochka
    """.split()  # noqa: SIM905 - a word list is read more easily than two hundred quotes
)
_WALKS: Final = (
    "1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8",
    "zaq12wsxcde34rfv",
    "1й2ц3у4к5е6н7г8ш9щ0з",
    "147258369",
    "789456123",
)
_SHORTEST_WALK: Final = 3
_MOST_DIGITS: Final = 10
"""A date, a telephone number, a row of keys: all of them are tried within seconds."""
_LEET: Final = str.maketrans("013457@$!", "oieastasi")
_TAIL: Final = "0123456789!?.,*#@$%&_-+="


def is_common(password: str) -> bool:
    """Whether somebody who guesses would come to it early. Neither case nor what stands for letters matters."""
    lowered = password.lower()
    if lowered.isdecimal() and len(lowered) <= _MOST_DIGITS:
        return True
    unit = _unit(lowered)
    return _is_walk(unit) or any(_is_word(each) for each in (unit, unit.translate(_LEET)))


def _unit(text: str) -> str:
    """What a text repeats; all of it when it repeats nothing."""
    period = (text + text).find(text, 1)
    return text[:period]


def _is_word(text: str) -> bool:
    return text in _WORDS or text.strip(_TAIL) in _WORDS or text.strip(_TAIL).translate(_LEET) in _WORDS


def _is_walk(text: str) -> bool:
    """Made of nothing but a few pieces of keyboard rows, in either direction; or one key over and over."""
    if len(set(text)) < 3:  # noqa: PLR2004 - "aaaaaaaa" and "abababab" fall with the first guess
        return True
    rest, pieces = text, 0
    while rest and pieces < 3:  # noqa: PLR2004 - qwerty123456, qwertyasdfghzxcvbn
        length = _longest_walk(rest)
        if length < min(_SHORTEST_WALK, len(rest)):
            # What is left over may be a short tail, as in qwerty12.
            return pieces > 0 and len(rest) <= _SHORTEST_WALK and not rest.strip(_TAIL)
        rest, pieces = rest[length:], pieces + 1
    return not rest


def _longest_walk(text: str) -> int:
    """Of its beginning."""
    lines = [*_WALKS, *(walk[::-1] for walk in _WALKS)]
    return max(next((length for length in range(len(text), 0, -1) if text[:length] in line), 0) for line in lines)
