"""Reading CSV belongs here: encodings and separators as spreadsheets write them."""

import csv
import io
from collections.abc import Iterator

from courseware.kit.tables.errors import TableError

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ",;\t"
CHINESE_SHARE = 0.6
LETTERS_LOOKED_AT = 20_000


def csv_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins at; cells without surrounding space."""
    text = _decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    begins_at = 1
    try:
        for cells in reader:
            yield begins_at, [cell.strip() for cell in cells]
            begins_at = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            "This line cannot be read as CSV: {reason}.", line=begins_at, reason=error
        ) from None


def _separator(text: str) -> str:
    """The one that the heading line has most of; Excel's "Unicode text" uses tabs."""
    head = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what a Chinese Excel calls CSV (GB 18030)."""
    if data.startswith(UTF16_MARKS):
        text = _strictly(data, "utf-16")
    else:
        text = _strictly(data, "utf-8-sig")
        text = _chinese(data) if text is None else text
    if text is None:
        raise TableError(
            "The letters of this line cannot be read. Save the file as “CSV UTF-8” or as XLSX.",
            line=_first_odd_line(data),
        )
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TableError("This is not a table of text. Send a CSV or XLSX file.", line=line)
    return text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _chinese(data: bytes) -> str | None:
    """GB 18030 gives some character for nearly any bytes, so a Western or Taiwanese
    file would come in as wrong names. It is believed only where the result looks Chinese."""
    text = _strictly(data, "gb18030")
    if text is None:
        return None
    foreign = [sign for sign in text[:LETTERS_LOOKED_AT] if ord(sign) > 0x7F]
    likely = sum(_is_everyday_chinese(sign) for sign in foreign)
    return text if likely >= CHINESE_SHARE * len(foreign) else None


def _is_everyday_chinese(sign: str) -> bool:
    """In the first national standard of 6,763 characters, or Chinese punctuation."""
    if not ("一" <= sign <= "龥" or sign in "·—‘’“”…、。《》【】（），：；！？￥－～％＋＝"):
        return False
    return len(sign.encode("gb2312", "ignore")) == 2


def _first_odd_line(data: bytes) -> int:
    """Where UTF-8 breaks, the best place to look at; in UTF-16 only the file as a whole."""
    if data.startswith(UTF16_MARKS):
        return 1
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return data[: error.start].count(b"\n") + 1
    return 1
