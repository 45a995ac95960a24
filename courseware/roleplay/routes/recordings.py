"""Pages of recordings: consent, keeping, hearing, sharing, deleting."""

from io import BytesIO

from flask import Response, flash, g, jsonify, redirect, request, send_file
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound, Refused
from courseware.roleplay import queries
from courseware.roleplay.actions import recordings as actions
from courseware.roleplay.forms.recordings import ConsentForm, DrillVoiceForm, VoiceForm
from courseware.roleplay.queries import recordings as kept
from courseware.roleplay.routes.base import INDUSTRY_NAMES, SESSION, bp
from courseware.roleplay.rules.recordings import CONSENT, digest_of_consent
from courseware.roleplay.types.recordings import Spoken, Voice
from courseware.web.access import signed_in
from courseware.web.locale import t
from courseware.web.printing import storage
from courseware.web.render import render
from courseware.web.support import private

RECORDING = "/recordings/<int(max=2147483647):recording_id>"


@bp.get("/recordings")
@signed_in
@private
def recordings() -> Response:
    course = current.course()
    days = g.organisation.recording_days
    return render(
        "roleplay/recordings.html",
        recordings=kept.recordings_of(current_user.id),
        heard=kept.shared_with(current_user),
        has_agreed=kept.has_agreed(current_user.id),
        sentences=_sentences(days),
        titles={name: each.title for name, each in course.roleplays.items()},
        lines={
            (industry, each.id): each.line
            for industry, library in course.objections.items()
            for each in library.objections
        },
        industry_names=INDUSTRY_NAMES,
    )


@bp.get("/recordings/consents")
@signed_in
@private
def consent() -> Response:
    """The words to agree to, for the dialog of the recorder; nothing once they were agreed to."""
    days = g.organisation.recording_days
    words = digest_of_consent(days)
    if kept.agreed_at(current_user.id, words) is not None:
        return Response(status=204)
    return render("roleplay/_consent.html", words=words, sentences=_sentences(days))


@bp.post("/recordings/consents")
@signed_in
def agree() -> Response:
    form = ConsentForm()
    if not form.validate_on_submit():
        raise Refused("Please read what you agree to, then agree.")
    actions.agree(current_user, form.words.data or "", days=g.organisation.recording_days)
    return Response(status=204)


@bp.post("/recordings/consent-withdrawals")
@signed_in
def withdraw() -> Response:
    count = actions.withdraw(current_user)
    flash(t("You are not recorded any more. Recordings deleted: {n}.", n=count), "good")
    return _to_recordings()


@bp.post(f"{SESSION}/turns/<int(max=10000):number>/recordings")
@signed_in
def keep_turn(session_id: int, number: int) -> Response:
    """Of a line that was said, or of the one that is being prepared."""
    row = queries.get_own_session(current_user, session_id)
    turns = len(queries.turns_of(session_id)) + (row.ended_at is None)
    if not 1 <= number <= turns:
        raise NotFound
    return _keep(VoiceForm(), Spoken(session_id=session_id, turn=number))


@bp.post("/drills/recordings")
@signed_in
def keep_drilled() -> Response:
    form = DrillVoiceForm()
    industry, objection = form.industry.data or "", form.objection.data or ""
    library = current.course().objections.get(industry)
    if library is None or objection not in {each.id for each in library.objections}:
        raise NotFound
    return _keep(form, Spoken(industry=industry, objection=objection))


@bp.get(RECORDING)
@signed_in
@private
def hear(recording_id: int) -> Response:
    row = kept.get_recording_for(current_user, recording_id)
    content = BytesIO(storage().get(row.file))
    name = f"recording-{row.id}.{row.file.rpartition('.')[2]}"
    # In parts where they are asked for: some phones play nothing else.
    answer = send_file(content, row.mime, download_name=name, conditional=True, max_age=0)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post(f"{RECORDING}/shares")
@signed_in
def share(recording_id: int) -> Response:
    actions.share(current_user, kept.get_own_recording(current_user, recording_id).id)
    flash(t("Shared: your trainer and your managers can hear this one now."), "good")
    return _to_recordings(recording_id)


@bp.post(f"{RECORDING}/unshares")
@signed_in
def unshare(recording_id: int) -> Response:
    actions.unshare(current_user, kept.get_own_recording(current_user, recording_id).id)
    flash(t("Only you can hear this one again."), "good")
    return _to_recordings(recording_id)


@bp.post(f"{RECORDING}/deletions")
@signed_in
def delete(recording_id: int) -> Response:
    actions.delete(current_user, kept.get_own_recording(current_user, recording_id).id)
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    flash(t("The recording is deleted."), "good")
    return _to_recordings()


def _keep(form: VoiceForm, spoken: Spoken) -> Response:
    """The file first, outside the transaction: one that is left behind by a refusal harms nobody."""
    days = g.organisation.recording_days
    heard = form.heard()
    if heard is None:
        raise Refused(form.sentence)
    actions.check_consent(current_user, days=days)
    content, sound = heard
    voice = Voice(
        file=storage().put(content, sound.suffix),
        sound=sound,
        size=len(content),
        seconds=form.seconds.data or 0.0,
    )
    recording_id = actions.keep(current_user, spoken, voice, days=days)
    answer = jsonify(id=recording_id, src=f"/recordings/{recording_id}", days=days)
    answer.status_code = 201
    return answer


def _sentences(days: int) -> list[str]:
    return [t(sentence, n=days) for sentence in CONSENT]


def _to_recordings(recording_id: int | None = None) -> Response:
    anchor = f"#recording-{recording_id}" if recording_id else ""
    return redirect(f"/recordings{anchor}", 303)  # type: ignore[return-value]  # werkzeug's class
