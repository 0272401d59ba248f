# Speakers become people, by their names without QC or KC; the words of each speech stay as written.
# Stages of cases get their kind from their words. Drafts and old versions are brought along: they
# would otherwise lose the speaker, or could not be opened at all.

import re
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


def backwards(apps, schema_editor):
    """Give each speech its words back, as far as a speaker is known by record alone."""
    speeches = apps.get_model("newsroom", "SpeechPage").objects
    unnamed = speeches.filter(titled_name="", speaker__isnull=False).select_related("speaker")
    for speech in unnamed.iterator(chunk_size=500):
        speech.titled_name = speech.speaker.name
        speech.save(update_fields=["titled_name"])
    names = dict(apps.get_model("newsroom", "Person").objects.values_list("pk", "name"))
    for revision in revisions_of(apps, "speechpage"):
        content = revision.content
        written = content.pop("titled_name", "") or names.get(content.get("speaker"), "")
        content["speaker"], content["speaker_role"] = written, content.pop("titled_role", "")
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0012_speakers_and_cases")]
    operations = [migrations.RunPython(forwards, backwards)]
