"""Questions of every type, made by hand, for tests that need no course."""

from typing import Any

from courseware.content.definitions import (
    Digest,
    OptionDefinition,
    QuestionDefinition,
    QuizDefinition,
    Text,
    WrongAnswer,
)


def text(words: str) -> Text:
    return Text(zh=words, en=words)


def question(kind: str, body: dict[str, Any] | None = None, **more: Any) -> QuestionDefinition:
    plain = {
        "id": kind,
        "use": "quiz",
        "situation": False,
        "objective": "o1",
        "difficulty": 1,
        "text": text("?"),
        "explanation": text("because"),
        "link": "01-first-talk#ask-first",
        "options": (),
        "wrong": (),
        "digest": Digest(f"v-{more.get('id', kind)}", f"t-{more.get('id', kind)}"),
    }
    return QuestionDefinition(type=kind, body=body or {}, **(plain | more))


def options(rights: str, wrongs: str) -> tuple[OptionDefinition, ...]:
    """`options("ac", "bd")`: four options of which a and c are right; each says its own id."""
    ids = sorted(rights + wrongs)
    return tuple(OptionDefinition(i, text(i), text(f"why {i}"), i in rights) for i in ids)


def named(ids: str, **more: dict[str, str]) -> tuple[dict[str, Any], ...]:
    return tuple(
        {"id": i, "text": text(i), **{key: where[i] for key, where in more.items()}} for i in ids
    )


SAMPLES = {
    "single": question("single", options=options("b", "acd")),
    "multiple": question("multiple", options=options("acd", "be")),
    "true_false": question(
        "true_false", {"answer": False, "if_true": text("no"), "if_false": text("yes")}
    ),
    "fill_in": question(
        "fill_in",
        {"answers": {"zh": ("权衡", "取舍"), "en": ("trade-off",)}},
        wrong=(WrongAnswer({"zh": ("妥协",), "en": ("compromise",)}, text("nearly")),),
    ),
    "numeric": question(
        "numeric",
        {"answer": 25, "tolerance": 0.5, "unit": text("%")},
        wrong=(WrongAnswer(20, text("too low")),),
    ),
    "matching": question(
        "matching",
        {"pairs": tuple({"id": i, "left": text(i), "right": text(i * 2)} for i in "abc")},
        wrong=(WrongAnswer({"a": "b"}, text("a is not b")),),
    ),
    "ordering": question(
        "ordering",
        {"items": named("abcd")},
        wrong=(WrongAnswer(("b", "a"), text("b comes after a")),),
    ),
    "categorize": question(
        "categorize",
        {
            "categories": named("xy"),
            "items": named("abcd", **{"in": {"a": "x", "b": "x", "c": "y", "d": "y"}}),
        },
        wrong=(WrongAnswer({"a": "y"}, text("a is inside")),),
    ),
    "short_text": question(
        "short_text",
        {"rubric": "talk", "sample": text("A good answer"), "counts": True},
        wrong=(WrongAnswer(text("price"), text("say more")),),
    ),
}


def quiz(questions: list[QuestionDefinition], **more: Any) -> QuizDefinition:
    plain = {
        "slug": "01-first-talk",
        "pass_mark": 80,
        "draw": 8,
        "time_limit": None,
        "attempts": None,
        "cooldown": 10,
        "feedback": "chosen",
        "digest": Digest("v", "t"),
    }
    return QuizDefinition(questions=tuple(questions), **(plain | more))
