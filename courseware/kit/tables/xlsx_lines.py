"""Reading XLSX belongs here: the first sheet of a workbook as lines of text."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from courseware.kit.tables.errors import TableError
from courseware.kit.zips import BadZip, open_zip

# Office writes no document types; one in a part is there to blow up the reader.
DOCTYPE = b"<!DOCTYPE"
BYTES_BEFORE_CONTENT = 1024
# Excel's own limit. Rows that a file leaves out are read as empty ones, so a forged
# row number far beyond it would be counted up to.
LAST_LINE = 1_048_576


def xlsx_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row with its number in the sheet. Only the first sheet is read."""
    book = open_book(data)
    try:
        sheet = book.worksheets[0]
        # Some programs state a wrong size, and rows beyond it would be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > LAST_LINE:
                raise damaged()
            yield number, [_text(cell) for cell in cells]
    except TableError:
        raise
    except Exception as error:
        raise damaged() from error
    finally:
        book.close()


def open_book(data: bytes) -> Workbook:
    """The workbook, opened for reading only; TableError when it is none, or is made to harm."""
    try:
        _check_parts(open_zip(data))
        with warnings.catch_warnings():
            # It says which extensions of Excel it leaves out; none of them holds a cell.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except BadZip as error:
        raise TableError(error.sentence, line=None) from None
    except TableError:
        raise
    except Exception as error:
        raise damaged() from error
    if not book.worksheets:
        raise damaged()
    return book


def _check_parts(archive: zipfile.ZipFile) -> None:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as content:
                if DOCTYPE in content.read(BYTES_BEFORE_CONTENT):
                    raise damaged()


def damaged() -> TableError:
    """What is said of a file that cannot be read."""
    return TableError(
        "This is not a workbook that can be read; save it again as XLSX or CSV.", line=None
    )


def _text(cell: object) -> str:
    """A cell as a person reads it: 3 and not 3.0, days without midnight."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        is_day = cell.time() == time()
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).strip()
