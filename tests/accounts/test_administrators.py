"""Somebody always administers, whoever presses what at the same moment."""

import threading

from sqlalchemy import func, select

from courseware import db
from courseware.accounts import actions
from courseware.accounts.models import Person
from courseware.errors import Refused
from tests.world import Cast


def test_two_who_end_each_others_access_do_not_leave_nobody(own_database: db.Database, cast: Cast):
    with db.transaction(own_database):
        db.load(Person, cast.ann).is_administrator = True
    start, refused, errors = threading.Barrier(2), [], []

    def end_access(actor: int, of: int) -> None:
        start.wait()
        try:
            with db.transaction(own_database):
                actions.deactivate(actor, of)
        except Refused:
            refused.append(actor)
        except Exception as error:
            errors.append(error)

    pairs = ((cast.ada, cast.ann), (cast.ann, cast.ada))
    threads = [threading.Thread(target=end_access, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, len(refused)) == ([], 1)
    with db.reading(own_database) as rows:
        left = select(func.count()).where(Person.is_administrator, Person.deactivated_at.is_(None))
        assert rows.scalar(left) == 1


def test_an_administrator_without_access_can_lose_the_role(database: db.Database, cast: Cast):
    with db.transaction(database):
        db.load(Person, cast.ann).is_administrator = True
    with db.transaction(database):
        actions.deactivate(cast.ada, cast.ann)
    with db.transaction(database):
        actions.change_person(cast.ada, cast.ann, name="安作者", roles=frozenset({"author"}))
