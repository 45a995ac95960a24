"""The only writer of practices in pairs: open, join, read out, answer, stop, give a sign of life."""

import secrets

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.content.definitions import Course, Digest, RoleplayDefinition
from courseware.errors import Conflict, Forbidden, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.roleplay.actions.base import LOST
from courseware.roleplay.actions.sessions import report_turn
from courseware.roleplay.actions.starting import begin_session
from courseware.roleplay.models import Pair, PairMember, Turn
from courseware.roleplay.queries import pinned
from courseware.roleplay.rules import pairs as rules
from courseware.roleplay.types import Sent
from courseware.roleplay.types.pairs import CUSTOMER, OBSERVER, SELLER, Report

KIND = "pair"
FULL = "This room is full: seller, customer and observer are all there."
WRONG_ROLE = {
    CUSTOMER: "Only the person with the customer's card can do that.",
    SELLER: "Only the seller and the customer can do that.",
}
UNKNOWN = "No practice waits under this code. Look at it again, or ask for a new one."


def open_pair(me: Me, roleplay: RoleplayDefinition, *, role: str, lang: str) -> int:
    """Open a room with the card `me` has chosen; one that still waits alone is taken again."""
    if role not in (SELLER, CUSTOMER):
        raise Refused("Please choose a card: seller or customer.")
    authoring.keep("roleplay", [roleplay])
    waiting = _waiting(me.id, roleplay, lang=lang, role=role)
    if waiting is not None:
        return waiting
    pair = Pair(
        code=_new_code(),
        roleplay=roleplay.id,
        version=roleplay.digest.version,
        text=roleplay.digest.text,
        lang=lang,
        node=roleplay.start,
        created_at=clock.now(),
    )
    db.write().add(pair)
    db.write().flush()
    _seat(me, pair, role)
    journal.record(me.id, "opened", (KIND, pair.id), roleplay=roleplay.id)
    return pair.id


def join_pair(me: Me, course: Course, code: str, role: str = "") -> int:
    """Take a free card of the room with this code; who is in it already comes back to their own."""
    query = select(Pair.id).where(Pair.code == rules.normal_code(code))
    pair_id = db.write().scalar(query)
    if pair_id is None:
        raise NotFound(UNKNOWN)
    pair = db.load(Pair, pair_id)  # its row lock keeps two who want the same card apart
    members = _members(pair.id)
    mine = next((m for m in members.values() if m.person_id == me.id), None)
    if mine is not None:
        mine.seen_at = clock.now()
        return pair.id
    if not rules.is_joinable(pair.step, pair.created_at, clock.now()):
        raise NotFound(UNKNOWN)
    free = rules.free_cards(members)
    if not free:
        raise Conflict(FULL)
    if role and role not in free:
        raise Conflict("Somebody else has just taken this card. Please choose another.")
    _seat(me, pair, role or free[0])
    if pair.step == "waiting" and rules.can_begin(_members(pair.id)):
        _begin(course, pair)
    return pair.id


def read_out(me: Me, course: Course, pair_id: int, counter: int) -> bool:
    """The customer has said their lines: now the seller answers; False when the page was behind."""
    pair = _pair_as(me, pair_id, CUSTOMER)
    if counter != pair.counter or pair.step != "customer":
        return False
    nodes = _definition(course, pair).nodes
    _move(pair, rules.after_reading(nodes, pair.node), course)
    return True


def report(me: Me, course: Course, pair_id: int, sent: Report) -> bool:
    """What the seller said aloud becomes a turn of their talk; False when another report was there before it.

    The customer says which offered line came nearest; the gist of a free answer may come from either.
    """
    pair = _pair_as(me, pair_id, SELLER if sent.line else CUSTOMER)
    if sent.counter != pair.counter or pair.step != "seller":
        return _is_same(pair, sent)
    if sent.line and not rules.says_something(sent.line):
        raise Refused("Write at least a few words of what was said.")
    said = Sent(0, secrets.token_hex(8), sent.choice, sent.line)
    _move(pair, report_turn(course, _session_id(pair), said), course)
    return True


def stop(me: Me, pair_id: int) -> None:
    """End a practice early: what was said stays with the seller, not finished."""
    pair = _pair_as(me, pair_id, SELLER)
    if pair.ended_at is None:
        _end(pair)
        journal.record(me.id, "stopped", (KIND, pair.id), roleplay=pair.roleplay)


def give_sign(me: Me, pair_id: int) -> None:
    """A device is still there. Without the lock of the pair: nobody has to wait for it."""
    mine = (PairMember.pair_id == pair_id) & (PairMember.person_id == me.id)
    db.write().execute(update(PairMember).where(mine).values(seen_at=clock.now()))


def _new_code() -> str:
    while True:
        code = rules.new_code(secrets.choice)
        if db.write().scalar(select(Pair.id).where(Pair.code == code)) is None:
            return code


def _waiting(person_id: int, roleplay: RoleplayDefinition, *, lang: str, role: str) -> int | None:
    other = aliased(PairMember)
    others = select(other.id).where(other.pair_id == Pair.id, other.person_id != person_id)
    query = (
        select(Pair.id)
        .join(PairMember, PairMember.pair_id == Pair.id)
        .where(
            PairMember.person_id == person_id,
            PairMember.role == role,
            Pair.roleplay == roleplay.id,
            Pair.version == roleplay.digest.version,
            Pair.text == roleplay.digest.text,
            Pair.lang == lang,
            Pair.step == "waiting",
            Pair.created_at > clock.now() - rules.CODE_LASTS / 2,
            ~others.exists(),
        )
    )
    return db.write().scalar(query.order_by(Pair.id.desc()).limit(1))


def _members(pair_id: int) -> dict[str, PairMember]:
    rows = db.write().scalars(select(PairMember).where(PairMember.pair_id == pair_id))
    return {member.role: member for member in rows}


def _seat(me: Me, pair: Pair, role: str) -> None:
    now = clock.now()
    db.write().add(
        PairMember(pair_id=pair.id, person_id=me.id, role=role, joined_at=now, seen_at=now)
    )
    db.write().flush()


def _pair_as(me: Me, pair_id: int, role: str) -> Pair:
    """The pair, locked: NotFound to strangers, Forbidden to who has another card (SELLER: either of the two)."""
    pair = db.load(Pair, pair_id)
    mine = next((m for m in _members(pair_id).values() if m.person_id == me.id), None)
    if mine is None:
        raise NotFound
    if mine.role == OBSERVER or (role == CUSTOMER and mine.role != CUSTOMER):
        raise Forbidden(WRONG_ROLE[role])
    mine.seen_at = clock.now()
    return pair


def _definition(course: Course, pair: Pair) -> RoleplayDefinition:
    found = pinned(course, pair.roleplay, Digest(pair.version, pair.text))
    if found is None:
        raise Conflict(LOST)
    return found


def _begin(course: Course, pair: Pair) -> None:
    """Both are there: the talk is the seller's."""
    roleplay = _definition(course, pair)
    authoring.keep("roleplay", [roleplay])
    seller = _members(pair.id)[SELLER]
    pair.session_id = begin_session(seller.person_id, roleplay, lang=pair.lang, mode="pair")
    pair.node = roleplay.start
    pair.step, pair.counter = rules.step_at(roleplay.nodes, roleplay.start), pair.counter + 1


def _move(pair: Pair, node_id: str, course: Course) -> None:
    pair.node, pair.counter = node_id, pair.counter + 1
    step = rules.step_at(_definition(course, pair).nodes, node_id)
    if step == "ended":
        pair.ended_at = clock.now()
    pair.step = step


def _end(pair: Pair) -> None:
    pair.step, pair.ended_at, pair.counter = "ended", clock.now(), pair.counter + 1


def _session_id(pair: Pair) -> int:
    if pair.session_id is None:  # its step says otherwise
        raise RuntimeError(f"The pair {pair.id} is played without a session.")
    return pair.session_id


def _is_same(pair: Pair, sent: Report) -> bool:
    """Whether the newest turn is what this device reports once more: a second press of the same button."""
    query = select(Turn.choice, Turn.line).where(Turn.session_id == pair.session_id)
    newest = db.write().execute(query.order_by(Turn.number.desc()).limit(1)).first()
    if newest is None:
        return False
    return (newest.choice or "", newest.line or "") == (sent.choice, sent.line.strip())
