"""Whole files: which of the formats one is, and writing one with its report as a comment."""

import re
from collections.abc import Iterable, Sequence

from courseware.content.definitions import QuestionDefinition
from courseware.quiz.exchange.from_definition import exported
from courseware.quiz.exchange.gift_reader import read_gift
from courseware.quiz.exchange.gift_writer import write_gift
from courseware.quiz.exchange.moodle_reader import read_moodle
from courseware.quiz.exchange.moodle_writer import write_moodle
from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import NotReadable, Reading

#: format → ending of its files
ENDINGS = {"gift": "gift", "moodle": "xml"}
LANGUAGES = ("both", "zh", "en")
_XML = re.compile(rb"\s*<(\?xml|quiz|!DOCTYPE|!--)", re.IGNORECASE)
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(data: bytes) -> Reading:
    """The questions of a file in either format; NotReadable when there is none at all."""
    if _XML.match(data.removeprefix(b"\xef\xbb\xbf")):
        reading = read_moodle(data)
    else:
        reading = read_gift(_decoded(data))
    if any(q.kind not in ("category", "description") for q in reading.questions):
        return reading
    if any(finding.code == "kind" for finding in reading.findings):
        kinds = sorted({f.values["kind"] for f in reading.findings if f.code == "kind"})
        raise NotReadable(
            "The file holds only questions of kinds that have no counterpart here: {kinds}.",
            kinds=", ".join(kinds),
        )
    raise NotReadable("The file holds no question that can be read, neither GIFT nor Moodle XML.")


def write(
    questions: Iterable[QuestionDefinition], form: str, lang: str, category: str
) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file in `form` (gift or moodle), and what it could not hold."""
    made, findings = exported(questions, lang, category)
    text, more = write_gift(made) if form == "gift" else write_moodle(made)
    return text, (*findings, *more)


def commented(text: str, form: str, sentences: Sequence[str]) -> str:
    """The file with the report above its questions, where both formats keep remarks."""
    lines = [" ".join(sentence.split()) for sentence in sentences]
    if form == "gift":
        # Brackets of a remark could be taken for ids and tags.
        return "".join(f"// {line.replace('[', '(')}\n" for line in lines) + "\n" + text
    head, _, rest = text.partition("\n")
    remarks = "\n".join(re.sub("-(?=-)|-$", "- ", line) for line in lines)
    return f"{head}\n<!--\n{remarks}\n-->\n{rest}"


def _decoded(data: bytes) -> str:
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise NotReadable(
            "The file is neither GIFT nor Moodle XML: it is not text in UTF-8."
        ) from error
    if "\0" in text:
        raise NotReadable("The file is neither GIFT nor Moodle XML: it is not text in UTF-8.")
    return text
