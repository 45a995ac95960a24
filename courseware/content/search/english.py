"""English words as they are looked for: without the endings that a reader does not think of."""

#: words that say nothing of what is looked for
EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "so",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "this",
        "to",
        "us",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
    ]
)
#: Chinese words round a question
EMPTY_HAN = (
    "为什么|是什么|什么是|什么叫|怎么样|怎么办|怎么|如何|怎样|哪些|有哪|什么|多少|的|了|吗|呢|和|与"
)
_ENDINGS = ("", "s", "es", "e", "y", "ies", "ed", "ing", "d")


def root(word: str) -> str:
    """`companies` → `compan`, `pricing` → `pric`: what the forms of a word begin with."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3]
    if len(word) > 3 and word.endswith(("sses", "xes", "ches", "shes", "zes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            word = word[: -len(ending)]
    if len(word) > 4 and word.endswith(("e", "y")):
        word = word[:-1]
    return word


def is_form(rest: str) -> bool:
    """Whether a word that begins with the root and goes on so is a form of the same word."""
    return rest in _ENDINGS
