"""What this room keeps about a person: the reports that were sent to them."""

from courseware.kit.personal import Held, itself
from courseware.reports.models import ReportRecipient, ReportSchedule, ReportSending

HELD = (
    Held(ReportSchedule, ReportSchedule.made_by_id),
    Held(ReportRecipient, ReportRecipient.person_id, goes=True),
    # A report is about others: its file is theirs, not the reader's.
    Held(ReportSending, ReportSending.person_id, files={"file": itself}, copied=False),
)
