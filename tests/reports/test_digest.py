"""Each manager hears on Monday morning how their people stand, once."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from courseware import db, worker
from courseware.kit import clock, jobs
from courseware.notices.models import Notice
from tests.home.conftest import owe
from tests.world import Cast

MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def digest(app: Flask, database: db.Database, at: datetime) -> list[Notice]:
    with clock.frozen(at):
        with db.transaction(database):
            jobs.put("weekly_digest", key="weekly_digest")
        worker.do_all(app)
    with db.reading(database) as rows:
        query = select(Notice.person_id, Notice.values).where(Notice.key.startswith("weekly:"))
        return list(rows.execute(query.order_by(Notice.person_id)))


def test_every_manager_hears_once_a_week(app: Flask, database: db.Database, cast: Cast):
    with clock.frozen(MONDAY - 20 * DAY):
        owe(database, cast.lin, "exercise", "plan", 3)
    assert digest(app, database, MONDAY - 2 * HOUR) == []  # seven o'clock
    assert digest(app, database, MONDAY + DAY) == []
    told = digest(app, database, MONDAY)
    assert [row.person_id for row in told] == [cast.mei, cast.bo, cast.omar]
    assert told[0].values == {"late": 1, "waiting": 0, "help": 1}
    assert told[2].values == {"late": 0, "waiting": 0, "help": 0}
    assert len(digest(app, database, MONDAY + HOUR)) == 3
    assert len(digest(app, database, MONDAY + 7 * DAY)) == 6
