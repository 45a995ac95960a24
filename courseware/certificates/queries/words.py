"""What a certificate is called, in both languages."""

from courseware.content.definitions import LANGUAGES, Course, Text
from courseware.content.industries import INDUSTRY_NAMES
from courseware.web.locale import translate

PRACTICE = "Sales practice: {industry}"
PORTFOLIO = "Portfolio: {course}"
KINDS = {
    "course": "Certificate of completion",
    "portfolio": "Certificate of a portfolio",
    "part": "Certificate of a part of the course",
    "practice": "Certificate of practice",
    "exercise": "Exercise certificate",
}


def title_of(course: Course, kind: str, subject: str) -> Text:
    """The title of a certificate of this kind about this subject; the subject's id when the course lost it."""
    if kind == "practice":
        name = {lang: industry_name(subject, lang) for lang in LANGUAGES}
        return Text(**{lang: translate(PRACTICE, lang, industry=name[lang]) for lang in LANGUAGES})
    if kind == "portfolio":
        return Text(
            **{lang: translate(PORTFOLIO, lang, course=course.title[lang]) for lang in LANGUAGES}
        )
    if kind == "part":
        return next((p.title for p in course.parts if p.id == subject), Text(subject, subject))
    if kind == "exercise":
        exercise = course.exercises.get(subject)
        return exercise.title if exercise else Text(subject, subject)
    return course.title


def industry_name(industry: str, lang: str) -> str:
    return translate(INDUSTRY_NAMES.get(industry, industry), lang)
