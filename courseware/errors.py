"""Domain errors: what went wrong, the sentence for the reader who must act, and the HTTP status."""


class AppError(Exception):
    """An error a person can act on. `sentence` is an English msgid; `values` fill its {placeholders}."""

    status = 400

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence = sentence
        self.values = values


class NotFound(AppError):
    """The thing does not exist, or the person may not know that it does."""

    status = 404

    def __init__(
        self, sentence: str = "There is no such page, or it is not for you.", **values: object
    ) -> None:
        super().__init__(sentence, **values)


class Forbidden(AppError):
    """The person may see the thing but not do this to it."""

    status = 403


class Conflict(AppError):
    """The thing has changed, or is not in a state that allows this."""

    status = 409


class Refused(AppError):
    """What was sent cannot be accepted as it is; nothing has changed."""

    status = 422


class TooMany(AppError):
    """Too many tries; `retry_after` is in seconds."""

    status = 429

    def __init__(self, sentence: str, *, retry_after: int, **values: object) -> None:
        super().__init__(sentence, **values)
        self.retry_after = retry_after
