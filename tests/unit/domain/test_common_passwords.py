from hypothesis import given
from hypothesis import strategies as st

from domain.common_passwords import is_common

HEADS = """
    12345678 123456789 1234567890 11111111 00000000 87654321 12341234 123123123 11223344 147258369 987654321
    20081990 password password1 password123 Password1! passw0rd p@ssw0rd P@$$w0rd qwertyui qwertyuiop qwerty123
    qwerty12 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx qazwsxedc asdfghjkl asdfasdf zxcvbnm1 qwer1234
    1234qwer abcd1234 abc123abc123 iloveyou sunshine princess football baseball superman trustno1 starwars
    whatever letmein1 welcome1 welcome123 admin123 administrator changeme michelle jennifer liverpool1 charlie1
    jordan23 dragon123 monkey123 master123 computer internet samsung1 spartak1922 qwertyqwerty passwordpassword
    aaaaaaaa abababab a1b2c3d4 йцукенгш пароль123 йцукен123 любовь123 привет123 наташа1990 1й2ц3у4к parol123
    qwerty123456 asdfgh12 zxcvbn123
    """.split()  # noqa: SIM905 - a word list is read more easily than eighty quotes

ORDINARY = [
    "correct horse battery",
    "верная лошадь",
    "tr0ub4dor&3",
    "7hK!q2Lw",
    "Sommerregen im Mai",
    "correcthorse",
    "my password is long",
    "secret-password-for-tests",
    "🐎🐎🔋📎🐎🐎🔋📌",
    "48151623421",
]


def test_what_is_guessed_first_is_known() -> None:
    assert [password for password in HEADS if not is_common(password)] == []


def test_what_nobody_guesses_is_not() -> None:
    assert [password for password in ORDINARY if is_common(password)] == []


@given(st.text(min_size=1, max_size=128))
def test_is_decided_for_any_text_in_either_case(password: str) -> None:
    assert is_common(password) == is_common(password.lower())


@given(st.text(alphabet="acdefhkmnprtuvwxyz23456789", min_size=16, max_size=64).filter(lambda text: len(set(text)) > 9))
def test_what_a_password_manager_makes_is_not(password: str) -> None:
    assert not is_common(password)
