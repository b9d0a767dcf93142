"""What is said in the pictures, in both languages, and the page that carries the widget."""

RUSSIAN = {
    "question": "Как записаться на занятие по лепке?",
    "answer": """Записаться просто:

1. Выберите **день** в расписании: [открыть](https://example.org).
2. Напишите сюда имя и телефон.
3. Приходите за десять минут до начала.

| День | Начало | Места |
|---|---|---|
| Вторник | 18:30 | 3 |
| Суббота | 12:00 | 1 |
""",
    "second": "А цену за двоих можно посчитать в таблице?",
    "code": """Да, одной формулой:

```python
def price(people: int) -> int:
    return 1500 * people
```

За двоих выйдет **3000 ₽**, материалы и обжиг входят.
""",
}
ENGLISH = {
    "question": "How do I book a pottery class?",
    "answer": """It is easy:

1. Choose a **day** in the timetable: [open it](https://example.org).
2. Write your name and telephone number here.
3. Come ten minutes before it begins.

| Day | Begins | Places |
|---|---|---|
| Tuesday | 18:30 | 3 |
| Saturday | 12:00 | 1 |
""",
    "second": "Can I work out the price for two?",
    "code": """Yes, with one function:

```python
def price(people: int) -> int:
    return 1500 * people
```

For two that is **3000 ₽**, clay and firing included.
""",
}
HOST_PAGE = """<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>Мастерская</title><style>
body {{ margin: 0; font: 18px/1.6 Georgia, serif; color: #2b2420; background: #f6f1ea }}
header {{ padding: 70px 60px 60px; background: #d9c7b0 }} h1 {{ margin: 0 0 8px; font-size: 46px }}
main {{ max-width: 560px; padding: 40px 60px }}</style></head><body>
<header><h1>Мастерская «Глина»</h1>Лепка, круг и обжиг на Лесной, 5</header>
<main><h2>Расписание</h2><p>Вторник и четверг в 18:30, суббота в 12:00. Глину, глазурь и фартук даём.</p>
<h2>Обжиг</h2><p>Каждые две недели. Готовую работу можно забрать через три дня после него.</p></main>
<script src="{chat}/widget.js" data-lang="ru" data-title="Мастерская «Глина»" async></script></body></html>"""
