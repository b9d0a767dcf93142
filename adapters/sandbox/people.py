"""The people of the sandbox: a few with fixed names, everybody else named after the id."""

NAMED = {
    555000111: ("Анна", "Смирнова"),
    555000222: ("Пётр", "Иванов"),
    777000333: ("Мария", "Кузнецова"),
}
COMMUNITY_NAME = "Мастерская «Отклик»"
SCREEN_NAME = "otklik_sandbox"


def name_of(person_id: int, group_id: int) -> str:
    if abs(person_id) == group_id:
        return COMMUNITY_NAME
    first, last = user_name(person_id)
    return f"{first} {last}"


def user_name(user_id: int) -> tuple[str, str]:
    """First and last name, as `users.get` has them."""
    return NAMED.get(user_id, ("Гость", str(abs(user_id))))
