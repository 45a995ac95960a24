"""What this room keeps about a person."""

from courseware.accounts.models import Person
from courseware.accounts.personal import ACCOUNT
from courseware.kit.outbox import Message
from courseware.kit.personal import Held
from courseware.notices.models import Notice

HELD = (
    Held(Notice, Notice.person_id, goes=True),
    Held(Message, Message.address, within=ACCOUNT, key=Person.email, goes=True),
)
