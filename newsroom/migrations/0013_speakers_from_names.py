# Speakers become people, by their names without QC or KC; the words of each speech stay as written.
# Stages of cases get their kind from their words. Drafts and old versions are brought along: they
# would otherwise lose the speaker, or could not be opened at all.

import re
from datetime import date
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils.text import slugify

LONDON = ZoneInfo("Europe/London")
SILK = re.compile(r",?\s+(QC|KC)\b")
# The first that fits, in the words of the stage itself or else in what happened. A verdict of which
# neither says that it was guilty stays a hearing: nothing may be released upon a guess.
KINDS = (
    ("quashed", r"quash"),
    ("appeal", r"appeal"),
    ("discontinued", r"discontinu|dropped"),
    ("arrest", r"arrest"),
    ("charge", r"charge"),
    ("sentence", r"sentenc"),
    ("acquitted", r"acquit|verdict.*\bnot guilty|found .*\bnot guilty"),
    ("plea", r"plea.*\bnot guilty|not guilty plea"),
    ("guilty-plea", r"plea.*\bguilty|pleaded guilty|guilty plea"),
    ("plea", r"\bplea\b"),
    ("convicted", r"verdict.*\b(guilty|convict)|convict|found .*\bguilty"),
    ("trial", r"trial"),
)


def kind_of(stage, text):
    written = f"{stage} {text}".lower()
    named = stage.lower()
    for kind, pattern in KINDS:
        told_by_name = kind not in ("acquitted", "plea", "guilty-plea", "convicted")
        if re.search(pattern, named if told_by_name else written, re.DOTALL):
            return kind
    return "hearing"


def revisions_of(apps, model):
    return (
        apps.get_model("wagtailcore", "Revision")
        .objects.filter(content_type__app_label="newsroom", content_type__model=model)
        .iterator(chunk_size=200)
    )


class People:
    """Finds or makes the person of a name."""

    def __init__(self, apps):
        self.model = apps.get_model("newsroom", "Person")
        self.by_slug = {person.slug: person for person in self.model.objects.all()}

    def named(self, written):
        name = SILK.sub("", written).strip()
        slug = slugify(name)[:150]
        if not slug:
            return None
        if slug not in self.by_slug:
            self.by_slug[slug] = self.model.objects.create(name=name, slug=slug)
        return self.by_slug[slug]


def forwards(apps, schema_editor):
    people = People(apps)
    for speech in apps.get_model("newsroom", "SpeechPage").objects.iterator(chunk_size=500):
        speech.speaker = people.named(speech.titled_name)
        published = speech.published_at or speech.first_published_at
        speech.listed_on = speech.delivered_on or (
            published.astimezone(LONDON).date() if published else None
        )
        speech.save(update_fields=["speaker", "listed_on"])
    for revision in revisions_of(apps, "speechpage"):
        content = revision.content
        if isinstance(content.get("speaker"), str):
            content["titled_name"] = content["speaker"]
            content["titled_role"] = content.pop("speaker_role", "")
            person = people.named(content["titled_name"])
            content["speaker"] = person.pk if person else None
            revision.save(update_fields=["content"])
    for stage in apps.get_model("newsroom", "CaseStage").objects.iterator(chunk_size=500):
        stage.kind = kind_of(stage.stage, stage.text)
        stage.save(update_fields=["kind"])
    for revision in revisions_of(apps, "highprofilecasepage"):
        for stage in revision.content.get("stages", []):
            stage.setdefault("kind", kind_of(stage.get("stage", ""), stage.get("text", "")))
        revision.save(update_fields=["content"])


def titled(person, day):
    """Name and role of a person on that day, as the records have them."""
    for title in person.titles.all():
        if day and (title.since or date.min) <= day <= (title.until or date.max):
            return f"{title.name or person.name} {title.post_nominals}".strip(), title.role
    return person.name, ""


def backwards(apps, schema_editor):
    """Give each speech and each stage in words what is known of it by record alone."""
    people = apps.get_model("newsroom", "Person").objects.prefetch_related("titles")
    by_id = {person.pk: person for person in people}

    def words(speaker, day, name, role):
        known = titled(by_id[speaker], day) if speaker in by_id else ("", "")
        return name or known[0], role or known[1]

    for speech in apps.get_model("newsroom", "SpeechPage").objects.iterator(chunk_size=500):
        speech.titled_name, speech.titled_role = words(
            speech.speaker_id, speech.listed_on, speech.titled_name, speech.titled_role
        )
        speech.save(update_fields=["titled_name", "titled_role"])
    for revision in revisions_of(apps, "speechpage"):
        content = revision.content
        day = content.get("delivered_on") or content.get("listed_on")
        content["speaker"], content["speaker_role"] = words(
            content.get("speaker"),
            date.fromisoformat(day) if day else None,
            content.pop("titled_name", ""),
            content.pop("titled_role", ""),
        )
        revision.save(update_fields=["content"])
    stages = apps.get_model("newsroom", "CaseStage")
    labels = dict(stages._meta.get_field("kind").choices)
    for stage in stages.objects.filter(stage="").iterator(chunk_size=500):
        stage.stage = str(labels[stage.kind])
        stage.save(update_fields=["stage"])


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0012_speakers_and_cases")]
    operations = [migrations.RunPython(forwards, backwards)]
