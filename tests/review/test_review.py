"""Who reviews, what waits, and that two reviewers never collide."""

import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import load_me
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortMembership, CohortTrainer
from courseware.errors import Conflict, NotFound, Refused
from courseware.kit import clock
from courseware.review import actions, queries
from courseware.review.models import Review
from courseware.review.types import Saved, Stale, Verdict
from tests.world import Cast

THING = ("submission", 7)
MONDAY = datetime(2026, 9, 7, 2, tzinfo=UTC)


def me(database: db.Database, person_id: int):
    with db.reading(database):
        return load_me(f"{person_id}.1")


def wait(database: db.Database, owner_id: int, **more: Any):
    with db.transaction(database):
        actions.wait_for_review(THING, owner_id, "plan", round=1, **more)


def may(database: db.Database, who: int, owner_id: int, reviewer_id: int | None = None):
    person = me(database, who)
    with db.reading(database):
        return queries.may_review(person, owner_id, reviewer_id)


def queue(database: db.Database, who: int):
    person = me(database, who)
    with db.reading(database):
        return queries.queue_for(person)


def test_trainers_of_the_cohort_review_and_the_owner_never(database: db.Database, cast: Cast):
    assert may(database, cast.tara, cast.lin)
    for other in (cast.lin, cast.mei, cast.bo, cast.oda, cast.sam, cast.ada):
        assert not may(database, other, cast.lin)
    assert not may(database, cast.lin, cast.lin, cast.lin)


def test_the_named_reviewer_goes_before_the_trainers(database: db.Database, cast: Cast):
    assert may(database, cast.mei, cast.lin, cast.mei)
    assert not may(database, cast.tara, cast.lin, cast.mei)
    with db.transaction(database) as session:
        session.get(Person, cast.mei).deactivated_at = clock.now()
    assert may(database, cast.tara, cast.lin, cast.mei)  # nobody waits for somebody who has left


def test_without_trainers_the_managers_up_the_line_review(database: db.Database, cast: Cast):
    with db.transaction(database) as session:
        session.get(Cohort, cast.cohort).closed_at = clock.now()
    assert not may(database, cast.tara, cast.lin)
    assert may(database, cast.mei, cast.lin)
    assert may(database, cast.bo, cast.lin)
    assert not may(database, cast.omar, cast.lin)
    with db.reading(database):
        assert queries.reviewers_of(cast.lin, None) == [cast.mei]


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("named", [None, "mei"])
def test_the_queue_shows_exactly_what_one_may_review(
    database: db.Database, cast: Cast, named: str | None, closed: bool
):
    with db.transaction(database) as session:
        session.get(Cohort, cast.cohort).closed_at = clock.now() if closed else None
    reviewer = getattr(cast, named) if named else None
    wait(database, cast.lin, reviewer_id=reviewer)
    for name in ("lin", "tara", "mei", "bo", "oda", "omar", "sam", "ada"):
        who = getattr(cast, name)
        assert bool(queue(database, who)) == may(database, who, cast.lin, reviewer), name


def test_somebody_who_trains_their_own_class_does_not_judge_themselves(
    database: db.Database, cast: Cast
):
    with db.transaction(database) as session:
        session.add(
            CohortMembership(cohort_id=cast.cohort, person_id=cast.tara, from_on=date(2026, 9, 1))
        )
        session.add(CohortTrainer(cohort_id=cast.cohort, person_id=cast.oda))
    wait(database, cast.tara)
    assert queue(database, cast.tara) == []
    assert len(queue(database, cast.oda)) == 1


def test_waiting_is_counted_in_working_days_and_late_after_five(database: db.Database, cast: Cast):
    with clock.frozen(MONDAY):
        wait(database, cast.lin)
    with clock.frozen(MONDAY.replace(day=14)):
        [row] = queue(database, cast.tara)
        assert (row.days, row.is_late, row.owner) == (5, False, "林夏")
    with clock.frozen(MONDAY.replace(day=15)):
        [row] = queue(database, cast.tara)
        assert (row.days, row.is_late) == (6, True)


def second_trainer(database: db.Database, cast: Cast):
    with db.transaction(database) as session:
        session.add(CohortTrainer(cohort_id=cast.cohort, person_id=cast.oda))


def test_a_lock_keeps_the_other_reviewer_out_for_a_while(database: db.Database, cast: Cast):
    second_trainer(database, cast)
    wait(database, cast.lin)
    tara, oda = me(database, cast.tara), me(database, cast.oda)
    with clock.frozen(MONDAY):
        with db.transaction(database):
            actions.take_lock(tara, THING)
        assert queue(database, cast.oda)[0].locked_by == "谭老师"
        with pytest.raises(Conflict, match="谭老师"), db.transaction(database):
            actions.give_verdict(oda, THING, Verdict("accepted"))
        with db.transaction(database):
            actions.let_go(tara, THING)
            actions.take_lock(oda, THING)
    with clock.frozen(MONDAY.replace(hour=3)), db.transaction(database):
        assert actions.take_lock(tara, THING).reviewer_id == cast.tara  # oda went to lunch


def test_one_verdict_a_round(database: db.Database, cast: Cast):
    second_trainer(database, cast)
    wait(database, cast.lin)
    tara, oda = me(database, cast.tara), me(database, cast.oda)
    with db.transaction(database):
        actions.give_verdict(tara, THING, Verdict("returned", comments={"a": "b"}, mend=["a"]))
    with pytest.raises(Conflict), db.transaction(database):
        actions.give_verdict(oda, THING, Verdict("accepted"))
    assert queue(database, cast.oda) == []
    with db.reading(database):
        [row] = queries.reviews_of(THING)
    assert (row.reviewer, row.role, row.mend) == ("谭老师", "trainer", ["a"])


def test_bad_marks_and_strangers_are_refused(database: db.Database, cast: Cast):
    wait(database, cast.lin)
    with pytest.raises(Refused), db.transaction(database):
        actions.give_verdict(me(database, cast.tara), THING, Verdict("accepted", marks={"x": 4}))
    with pytest.raises(NotFound), db.transaction(database):
        actions.give_verdict(me(database, cast.omar), THING, Verdict("accepted"))
    with pytest.raises(NotFound), db.transaction(database):
        actions.save_draft(me(database, cast.omar), THING, {"a": 1}, counter=0)


def test_a_reviewers_draft_outlives_taking_back_and_a_new_round(database: db.Database, cast: Cast):
    wait(database, cast.lin)
    tara = me(database, cast.tara)
    with db.transaction(database):
        assert isinstance(actions.save_draft(tara, THING, {"a": "1"}, counter=0), Saved)
        actions.withdraw(THING)
    with db.transaction(database):
        assert isinstance(actions.save_draft(tara, THING, {"a": "2"}, counter=1), Saved)
        stale = actions.save_draft(tara, THING, {"a": "3"}, counter=1)
        assert isinstance(stale, Stale)
        assert stale.content == {"a": "2"}
    wait(database, cast.lin)
    with db.reading(database):
        assert queries.draft_of(cast.tara, THING).content == {"a": "2"}
        assert queries.draft_of(cast.oda, THING) is None


def test_two_reviewers_at_the_same_moment_give_one_verdict(own_database: db.Database, cast: Cast):
    second_trainer(own_database, cast)
    wait(own_database, cast.lin)
    people = [me(own_database, cast.tara), me(own_database, cast.oda)]
    start, refused = threading.Barrier(2), []

    def judge(person: Me):
        start.wait()
        try:
            with db.transaction(own_database):
                actions.give_verdict(person, THING, Verdict("accepted"))
        except Conflict as error:
            refused.append(error)

    threads = [threading.Thread(target=judge, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with db.transaction(own_database) as session:
        assert len(session.query(Review).all()) == 1
