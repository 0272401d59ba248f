"""Values that fields are chosen from, with the words that readers see for them.

They stand in stored documents, which readers' pages are drawn from, so they stay.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.documents.stages import Stage


class StageKind(models.TextChoices):
    """What a stage of a case was, whatever words it is told in; and a correction of an item."""

    ARREST = Stage.ARREST, _("Arrest")
    CHARGE = Stage.CHARGE, _("Charge")
    HEARING = Stage.HEARING, _("Hearing")
    PLEA = Stage.PLEA, _("Plea")
    NOT_GUILTY_PLEA = Stage.NOT_GUILTY_PLEA, _("Plea: not guilty")
    GUILTY_PLEA = Stage.GUILTY_PLEA, _("Plea: guilty")
    TRIAL = Stage.TRIAL, _("Trial")
    VERDICT = Stage.VERDICT, _("Verdict")
    CONVICTED = Stage.CONVICTED, _("Verdict: convicted")
    ACQUITTED = Stage.ACQUITTED, _("Verdict: acquitted")
    SENTENCE = Stage.SENTENCE, _("Sentence")
    APPEAL = Stage.APPEAL, _("Appeal")
    QUASHED = Stage.QUASHED, _("Appeal: conviction quashed")
    DISCONTINUED = Stage.DISCONTINUED, _("Discontinued")
    CORRECTION = "correction", _("Correction")


def some(*chosen: StageKind) -> list[tuple[str, Any]]:
    """These alone, for a field that is not chosen from all."""
    return [(kind.value, kind.label) for kind in chosen]


ITEM_STAGES = some(
    StageKind.ARREST,
    StageKind.CHARGE,
    StageKind.PLEA,
    StageKind.TRIAL,
    StageKind.VERDICT,
    StageKind.SENTENCE,
    StageKind.APPEAL,
)
"""Where a case stood when a press release was published."""

UPDATE_STAGES = some(
    StageKind.CHARGE,
    StageKind.PLEA,
    StageKind.VERDICT,
    StageKind.ACQUITTED,
    StageKind.SENTENCE,
    StageKind.APPEAL,
    StageKind.QUASHED,
    StageKind.DISCONTINUED,
    StageKind.CORRECTION,
)
"""What happened after an item was published."""

CASE_STAGES = some(
    StageKind.ARREST,
    StageKind.CHARGE,
    StageKind.HEARING,
    StageKind.NOT_GUILTY_PLEA,
    StageKind.GUILTY_PLEA,
    StageKind.TRIAL,
    StageKind.CONVICTED,
    StageKind.ACQUITTED,
    StageKind.SENTENCE,
    StageKind.APPEAL,
    StageKind.QUASHED,
    StageKind.DISCONTINUED,
)
"""The steps of a high-profile case."""

ACTIVE_FROM = some(StageKind.ARREST, StageKind.CHARGE)
"""From when proceedings may be active, by law."""


class SpeechText(models.TextChoices):
    """How exactly the text of a speech is what was said."""

    TRANSCRIPT = "transcript", _("Transcript of the speech, exactly as it was delivered")
    DRAFT_TEXT = "draft-text", _("Draft text of the speech, may differ from what was said")
    SPEAKING_NOTES = "speaking-notes", _("Speaker's notes, may differ from what was said")
    AUTHORED_ARTICLE = "authored-article", _("Authored article")


class Captions(models.TextChoices):
    """Whether a video has captions."""

    SWITCH = "switch", _("Captions can be switched on in the video")
    ALWAYS = "always", _("The video has captions that are always shown")
    NONE = "none", _("The video has no captions")


class Transcript(models.TextChoices):
    """Where the transcript of a video is."""

    THIS_PAGE = "this-page", _("The text on this page is a transcript of it")
    WITH_VIDEO = "with-video", _("A transcript stands beside the video")
    DOCUMENT = "document", _("A transcript is among the documents on this page")
    NONE = "none", _("There is no transcript")


class ProtocolClass(models.TextChoices):
    """The three lists of the media protocol."""

    RELEASED = "released", _("Normally released")
    CONSULTATION = "consultation", _("Released after consultation")
    WITHHELD = "withheld", _("Not released")


class MaterialKind(models.TextChoices):
    """What a piece of a case's material is, as far as different rules apply to it."""

    CUSTODY_IMAGE = "custody-image", _("Custody image")
    PHOTOGRAPH = "photograph", _("Photograph of a place or an exhibit")
    FOOTAGE = "footage", _("Footage, for example from CCTV")
    RECORDING = "recording", _("Recording of a call or an interview")
    DOCUMENT = "document", _("Document shown to the court")
    OTHER = "other", _("Other material")


class OrderKind(models.TextChoices):
    """Under which provision a court's order, or the law itself, restricts reporting."""

    POSTPONED = "s4-2", _("Section 4(2): reporting is postponed")
    NAME_WITHHELD = "s11", _("Section 11: a name or matter is withheld")
    CHILD = "s45", _("Section 45: a child or young person in criminal proceedings")
    CHILD_FOR_LIFE = "s45a", _("Section 45A: a young witness or victim, for life")
    ADULT_WITNESS = "s46", _("Section 46: an adult witness, for life")
    YOUTH_COURT = "s49", _("Section 49: youth court proceedings")
    ANONYMITY = "anonymity", _("Automatic anonymity: a complainant of a sexual offence")
    OTHER = "other", _("Another order")


class Unit(models.TextChoices):
    """What a number of a topic counts in."""

    NUMBER = "number", _("Number")
    PERCENT = "percent", _("Per cent")
    POUNDS = "pounds", _("Pounds")


class VersionStatus(models.TextChoices):
    """What editors say of a version; what it is on a given day follows from its dates too."""

    IN_FORCE = "in-force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    CONSULTATION = "consultation", _("Draft for consultation")
    REVISING = "revising", _("In force, being revised")


class FrontSection(models.TextChoices):
    """The parts of the front page between its stories and the list of all news."""

    HAPPENING = "happening", _("What is happening")
    TOPICS = "topics", _("Topics")
    SPEECHES = "speeches", _("Speeches")
    MEDIA = "media", _("Working with the media")


def label(choices: type[models.TextChoices], value: str) -> str:
    """The words for a stored value; none for one that is not chosen."""
    return str(choices(value).label) if value else ""
