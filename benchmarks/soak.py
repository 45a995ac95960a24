"""`make soak`: the full numbers, which the tests check in small; the result lies in benchmarks/soak.json."""

import json
import platform
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from courseware import db
from courseware.accounts.models import Team
from tests.postgres import Server
from tests.schema import build_schema

RESULT = Path(__file__).parent / "soak.json"
THREADS, ROUNDS = 16, 100


def main() -> int:
    results = [lost_updates(kind) for kind in ("sqlite", "postgresql")]
    facts = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}",
        "results": results,
    }
    RESULT.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    for result in results:
        print(f"{result['name']}: {result['found']} of {result['wanted']} in {result['seconds']} s")
    return 0 if all(result["found"] == result["wanted"] for result in results) else 1


def lost_updates(kind: str) -> dict[str, Any]:
    """Sixteen threads each read a number and write it back one higher, a hundred times: none may be lost."""
    with _database(kind) as database:
        with db.transaction(database) as session:
            counter = Team(name="0")
            session.add(counter)
        started = time.monotonic()
        threads = [
            threading.Thread(target=_count, args=(database, counter.id)) for _ in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with db.transaction(database):
            found = int(db.load(Team, counter.id).name)
    return {
        "name": f"concurrent read-then-writes kept, {kind}",
        "found": found,
        "wanted": THREADS * ROUNDS,
        "seconds": round(time.monotonic() - started, 1),
    }


def _count(database: db.Database, key: int) -> None:
    for _ in range(ROUNDS):
        with db.transaction(database):
            team = db.load(Team, key)
            team.name = str(int(team.name) + 1)


@contextmanager
def _database(kind: str) -> Iterator[db.Database]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            database = db.Database(f"sqlite:///{folder}/soak.db")
            build_schema(database)
            yield database
            database.dispose()
        return
    with Server.start() as server:
        database = db.Database(server.create("soak"))
        build_schema(database)
        yield database
        database.dispose()


if __name__ == "__main__":
    sys.exit(main())
