"""What people practised: talks, drills, pairs, voices."""

from courseware.roleplay.models.drills import DrillAnswer, DrillCard
from courseware.roleplay.models.pairs import Pair, PairMember
from courseware.roleplay.models.recordings import Recording, RecordingConsent
from courseware.roleplay.models.robot import RobotMark
from courseware.roleplay.models.sessions import Session, Turn

__all__ = [
    "DrillAnswer",
    "DrillCard",
    "Pair",
    "PairMember",
    "Recording",
    "RecordingConsent",
    "RobotMark",
    "Session",
    "Turn",
]
