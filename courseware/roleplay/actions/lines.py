"""Letting old lines go: marks and choices of a talk stay, what was typed does not."""

from datetime import datetime

from sqlalchemy import select

from courseware import db
from courseware.roleplay.models import DrillAnswer, Turn


def forget_lines(before: datetime, *, most: int) -> int:
    """Empty the lines of turns and drills that are older, at most so many; how many were emptied."""
    turns = select(Turn).where(Turn.at < before, (Turn.line != "") | Turn.reply.is_not(None))
    emptied = 0
    for turn in db.write().scalars(turns.order_by(Turn.id).limit(most).with_for_update()):
        turn.line = None if turn.line is None else ""
        turn.reply, turn.found = None, {}
        emptied += 1
    answers = select(DrillAnswer).where(DrillAnswer.at < before, DrillAnswer.line.is_not(None))
    left = most - emptied
    for answer in db.write().scalars(
        answers.order_by(DrillAnswer.id).limit(left).with_for_update()
    ):
        answer.line, answer.found = None, {}
        emptied += 1
    return emptied
