"""The sentences of a badge, each in both languages: whoever is shown one may read either."""

from collections.abc import Callable

from courseware.certificates.types.badges import Achieved
from courseware.web.locale import LANGUAGES, lazy, translate

DESCRIPTIONS = {
    "course": lazy("Awarded for completing the course “{title}”."),
    "part": lazy("Awarded for completing this part of the course: “{title}”."),
    "practice": lazy("Awarded for practising conversations with customers: “{title}”."),
    "portfolio": lazy("Awarded for a complete chain of accepted work: “{title}”."),
    "exercise": lazy("Awarded for a piece of accepted work: “{title}”."),
}
CRITERIA = {
    "course": lazy("Passed {n} modules of the track “{track}”: lessons read and quizzes passed."),
    "part": lazy("Passed every module of this part: lessons read and quizzes passed."),
    "practice": lazy("Passed the role-plays of this industry, marked by the rubric of the course."),
    "portfolio": lazy("Filled in each exercise of the chain, and had each accepted by a reviewer."),
    "exercise": lazy("Filled in the exercise, and had it accepted by a reviewer."),
}
ACCEPTED = lazy("Had these exercises accepted by a reviewer: {titles}.")


def both(words: Callable[[str], str], between: str = " / ") -> str:
    """What is said in Chinese and in English, once where it is the same."""
    return between.join(dict.fromkeys(words(lang) for lang in LANGUAGES))


def description(what: Achieved) -> str:
    return both(lambda lang: _said(DESCRIPTIONS[what.kind], lang, title=what.title(lang)), "\n\n")


def criteria(what: Achieved) -> str:
    """What it took, from the rule as it was when the certificate was issued."""
    return both(lambda lang: _criteria(what, lang), "\n\n")


def _criteria(what: Achieved, lang: str) -> str:
    facts = what.facts
    track = facts.get("track") or {}
    values = {"n": facts.get("modules", ""), "track": track.get(lang, what.title(lang))}
    sentences = [_said(CRITERIA[what.kind], lang, **values)]
    if titles := _titles(facts.get("exercises"), lang):
        sentences.append(_said(ACCEPTED, lang, titles=titles))
    return ("" if lang == "zh" else " ").join(sentences)


def _titles(listed: object, lang: str) -> str:
    found = listed if isinstance(listed, list) else []
    mark = "、" if lang == "zh" else ", "
    return mark.join(str(each[lang]) for each in found if isinstance(each, dict) and lang in each)


def _said(sentence: str, lang: str, **values: object) -> str:
    return translate(getattr(sentence, "sentence", sentence), lang, **values)
