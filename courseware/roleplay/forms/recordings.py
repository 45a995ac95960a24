"""What a browser sends of a recording: the consent, the voice, what it is of."""

from contextlib import closing

from flask_wtf.file import FileField, FileRequired
from wtforms import FloatField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from courseware.roleplay.rules.recordings import HEAD, MOST_BYTES, MOST_SECONDS, sound_of
from courseware.roleplay.types.recordings import Sound
from courseware.web.forms import Form
from courseware.web.locale import lazy

#: a recorder stops at its bound, and the clock of the page a little later
SLACK = 5


class ConsentForm(Form):
    words = HiddenField(validators=[InputRequired(), Length(max=64)])


class VoiceForm(Form):
    voice = FileField(lazy("Recording"), [FileRequired()])
    seconds = FloatField(
        lazy("Seconds"), [InputRequired(), NumberRange(min=0, max=MOST_SECONDS + SLACK)]
    )

    def heard(self) -> tuple[bytes, Sound] | None:
        """The bytes and what they are; adds the sentence for the reader where they cannot be taken."""
        if not self.validate_on_submit():
            return None
        with closing(self.voice.data) as sent:
            content = sent.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            self.refuse("voice", "The recording is too large: at most {n} MB.", n=MOST_BYTES >> 20)
            return None
        sound = sound_of(content[:HEAD])
        if sound is None:
            self.refuse("voice", "This is not a recording that can be kept.")
            return None
        return content, sound

    @property
    def sentence(self) -> str:
        """What is wrong, as one sentence."""
        return str(next((words for each in self.errors.values() for words in each), ""))


class DrillVoiceForm(VoiceForm):
    industry = StringField(validators=[InputRequired(), Length(max=100)])
    objection = StringField(validators=[InputRequired(), Length(max=100)])
