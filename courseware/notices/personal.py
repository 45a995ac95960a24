"""What this room keeps about a person."""

from courseware.accounts.models import Person
from courseware.accounts.personal import ACCOUNT
from courseware.kit.outbox import Message
from courseware.kit.personal import Held
from courseware.notices.models import ChatRobot, Notice, NoticeChoice

HELD = (
    Held(Notice, Notice.person_id, goes=True),
    Held(NoticeChoice, NoticeChoice.person_id, goes=True),
    Held(ChatRobot, ChatRobot.made_by_id, hidden=("url", "secret")),
    Held(Message, Message.address, within=ACCOUNT, key=Person.email, goes=True),
)
