"""What can be wrong with a table belongs here."""

from courseware.errors import Refused


class TableError(Refused):
    """What is wrong with a table, and the line of the file that says so (None: all of it)."""

    def __init__(self, sentence: str, *, line: int | None, **values: object) -> None:
        super().__init__(sentence, **values)
        self.line = line

    def __str__(self) -> str:
        text = super().__str__()
        return text if self.line is None else f"Line {self.line}: {text}"
