"""Words that the administration writes into the journal."""

from datetime import timedelta

#: how long an administrator looks through somebody's eyes
SUPPORT_TIME = timedelta(minutes=30)
#: of the journal: what it is about, and how it begins and ends
SUPPORT = "support"
STARTED = "started-support"
ENDED = "ended-support"
#: of the journal: files that nothing named were removed
FILES = "files"
CLEANED = "cleaned"
