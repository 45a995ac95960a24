"""Runs of twenty Chinese characters, as hashes: how the lessons are kept apart from the slides and from each other.

`python -m tests.content.shingles FOLDER` writes tests/data/deck-shingles.bin from the Markdown files of the
original slides: sorted eight-byte hashes, from which no sentence can be read back.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LENGTH = 20
SIZE = 8  # bytes of a hash
STORE = Path(__file__).parent.parent / "data" / "deck-shingles.bin"
_OTHER = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff]")
#: Stands for what was taken out: no run goes across it.
GAP = "\x00"


def runs(line: str) -> Iterator[str]:
    """Every run of a line without its punctuation, digits and Latin letters."""
    for piece in line.split(GAP):
        characters = _OTHER.sub("", piece)
        for start in range(len(characters) - LENGTH + 1):
            yield characters[start : start + LENGTH]


def hashed(run: str) -> bytes:
    return hashlib.blake2b(run.encode(), digest_size=SIZE).digest()


def of_lines(lines: Iterable[str]) -> set[bytes]:
    return {hashed(run) for line in lines for run in runs(line)}


def stored() -> frozenset[bytes]:
    data = STORE.read_bytes()
    return frozenset(data[i : i + SIZE] for i in range(0, len(data), SIZE))


def make(folder: Path) -> int:
    """Writes the store from all Markdown files of a folder; a line is a paragraph or one entry of a list."""
    lines = [
        line
        for path in sorted(folder.glob("*.md"))
        for line in path.read_text("utf-8").splitlines()
    ]
    found = sorted(of_lines(lines))
    STORE.write_bytes(b"".join(found))
    return len(found)


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]))} hashes\n")
